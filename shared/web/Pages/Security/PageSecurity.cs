using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Serverless.Payments;
using Serverless.Web.SignIn;

namespace Serverless.Web.Pages.Security;

/// <summary>Who is signed in on pages: by a cookie, which counts for pages alone, as tokens count for the API alone. So no page of others can act on the API in somebody's name.</summary>
internal static class PageSecurity
{
    /// <summary>Chooses between the token and the cookie, by the address.</summary>
    public const string Scheme = "Serverless";

    public static AuthenticationBuilder AddPageSecurity(this AuthenticationBuilder authentication, SessionSettings sessions, IHostEnvironment environment)
    {
        var services = authentication.Services;
        services.AddDataProtection().SetApplicationName("serverless");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider =>
            new ConfigureOptions<KeyManagementOptions>(options => options.XmlRepository = new KeyRing(provider.GetRequiredService<PaymentsApplication>)));
        services.AddSingleton(sessions);
        services.AddSingleton<ActiveUsers>();
        services.AddSingleton<SessionGuard>();
        services.AddAntiforgery(options =>
        {
            options.FormFieldName = "form";
            options.Cookie.Name = "form";
            options.Cookie.HttpOnly = true;
            // Lax: a page opened from a mail must not make the forms of other open pages void; the token does the work.
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Cookie.SecurePolicy = environment.IsDevelopment() ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
            options.SuppressXFrameOptionsHeader = true;
        });
        services.AddSingleton<IPostConfigureOptions<CookieAuthenticationOptions>>(provider =>
            new PostConfigureOptions<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme, options => options.TimeProvider = provider.GetRequiredService<PaymentsApplication>().Ports.Time));
        return authentication
            .AddPolicyScheme(Scheme, null, options => options.ForwardDefaultSelector = context =>
                PageEndpoint.IsForPrograms(context.Request.Path) ? JwtBearerDefaults.AuthenticationScheme : CookieAuthenticationDefaults.AuthenticationScheme)
            .AddCookie(options =>
            {
                options.Cookie.Name = "serverless";
                options.Cookie.HttpOnly = true;
                options.Cookie.SameSite = SameSiteMode.Lax;
                options.Cookie.SecurePolicy = environment.IsDevelopment() ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
                options.ExpireTimeSpan = sessions.Idle;
                options.SlidingExpiration = true;
                options.LoginPath = "/sign-in";
                options.ReturnUrlParameter = "return";
                options.EventsType = typeof(SessionGuard);
            });
    }
}
