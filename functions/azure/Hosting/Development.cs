using Microsoft.Extensions.DependencyInjection;
using Serverless.Payments.Caps;
using Serverless.Payments.Identity;
using Serverless.Web.Identity;
using Serverless.Web.SignIn;

namespace Serverless.Functions.Hosting;

/// <summary>What Development has besides: signing in without a password, and CAPS as a simulator where that is asked for.</summary>
internal static class Development
{
    public static void AddDevelopment(this IServiceCollection services, AppSettings settings)
    {
        services.AddSingleton(DevelopmentSigningKey.OpenOrCreate(Path.Combine(settings.DataPath, "keys", "dev-signing-key")));

        // A user for each role that stands for nobody in particular; providers and parents come with an agency's data.
        services.AddSingleton<IReadOnlyList<DevelopmentUser>>([.. Enum.GetValues<Role>().Except([Role.Provider, Role.Parent]).Select(role => new DevelopmentUser(CallerReader.NameOf(role), [role]))]);
        if (settings.HasSimulator)
        {
            services.AddSingleton(new CapsSimulator(Path.Combine(settings.DataPath, "caps"), TimeProvider.System));
        }
    }
}
