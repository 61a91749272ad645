using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using Serverless.Functions.Hosting;

// What is misconfigured ends the start here, with a sentence that says what to set. The store is opened later, when it is
// needed: the platform asks an app for its functions before the app's rights to the store are in force.
var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.AddServerless();
await builder.Build().RunAsync();
