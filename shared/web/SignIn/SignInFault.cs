using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Serverless.Web.Pages.Forms;

namespace Serverless.Web.SignIn;

/// <summary>A sign-in that came to nothing: whoever runs the service finds why in the log, the person is told on the sign-in page.</summary>
internal static class SignInFault
{
    private const int CodeCharsMax = 64;

    /// <param name="context">The request.</param>
    /// <param name="code">Why, in a word.</param>
    /// <param name="back">Where the person wanted to go.</param>
    /// <returns>Where to send the person.</returns>
    public static string Tell(HttpContext context, string code, string? back)
    {
        Log.SignInFailed(context.RequestServices.GetRequiredService<ILogger<SignInModel>>(), code);
        context.RequestServices.GetRequiredService<Flash>().Failed(context, code == "access_denied"
            ? "You were not signed in: the sign-in was given up, or your agency’s sign-in page did not let you in. Try again, or ask whoever looks after the sign-in."
            : "You were not signed in. The sign-in may have taken too long, or was begun in another window: try again. If it fails once more, tell whoever runs the service, who finds the reason in the log.");
        return SignInPage.With(back);
    }

    /// <summary>The authority's code for it, which is a word of the protocol, or else what kind of fault it was. Its message is not for the log: it may tell of the person.</summary>
    public static string CodeOf(Exception? fault)
    {
        for (var cause = fault; cause is not null; cause = cause.InnerException)
        {
            if (cause is OpenIdConnectProtocolException && cause.Data["error"] is string { Length: > 0 and <= CodeCharsMax } code && code.All(symbol => char.IsAsciiLetterOrDigit(symbol) || symbol == '_'))
            {
                return code;
            }
        }

        return (fault?.InnerException ?? fault)?.GetType().Name ?? "unknown";
    }
}
