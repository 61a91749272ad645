using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using Serverless.Functions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
try
{
    // The store itself is opened later, when it is needed: the platform asks an app for its functions before the app's
    // rights to the store are in force.
    builder.AddServerless();
}
catch (InvalidOperationException misconfiguration)
{
    await Console.Error.WriteLineAsync($"The app cannot start: {misconfiguration.Message}");
    return 1;
}

await builder.Build().RunAsync();
return 0;
