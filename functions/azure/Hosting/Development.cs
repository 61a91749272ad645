using Microsoft.Extensions.DependencyInjection;
using Serverless.Payments.Caps;
using Serverless.Payments.Smart;
using Serverless.Samples;
using Serverless.Web.SignIn;

namespace Serverless.Functions.Hosting;

/// <summary>What Development has besides: signing in without a password, and CAPS and SMART as simulators where that is asked for.</summary>
internal static class Development
{
    public static void AddDevelopment(this IServiceCollection services, AppSettings settings)
    {
        services.AddSingleton(DevelopmentSigningKey.OpenOrCreate(Path.Combine(settings.DataPath, "keys", "dev-signing-key")));

        services.AddSingleton<IReadOnlyList<DevelopmentUser>>([.. SampleAgency.Load().Users.Select(user => new DevelopmentUser(user.Name, user.Roles, user.ProviderId, user.ChildIds))]);
        if (settings.HasSimulator)
        {
            services.AddSingleton(new CapsSimulator(Path.Combine(settings.DataPath, "caps"), TimeProvider.System));
            services.AddSingleton(new SmartSimulator(Path.Combine(settings.DataPath, "smart"), TimeProvider.System));
        }
    }
}
