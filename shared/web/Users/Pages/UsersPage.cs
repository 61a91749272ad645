using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;
using Serverless.Payments.Users;
using Serverless.Web.Identity;
using Serverless.Web.Pages;
using Serverless.Web.Pages.Forms;
using Serverless.Web.Problems;

namespace Serverless.Web.Users.Pages;

/// <summary>The agency's users: who they are, how mail reaches them, who stands above them.</summary>
public static class UsersPage
{
    public const string Path = "/users";

    private static readonly string[] Fields = ["name", "fullName", "email", "providerId", "childIds", "superior"];

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(Path, ListAsync).For(Role.Admin, Role.Auditor);
        pages.MapGet($"{Path}/new", (HttpContext _) => PageResult.Of<UserView>(new UserModel(null, Fields.ToDictionary(field => field, _ => ""), [], true, [], []))).For(Role.Admin);
        pages.MapGet($"{Path}/{{name}}", ShowAsync).For(Role.Admin, Role.Auditor);
        pages.MapPost(Path, PutAsync).For(Role.Admin);
    }

    private static async Task<IResult> ListAsync(HttpContext context, PaymentsApplication application)
    {
        var users = new List<User>();
        await foreach (var user in application.Users.ListAsync(context.RequestAborted))
        {
            users.Add(user);
        }

        return PageResult.Of<UsersView>(new UsersModel(users, context.Caller().Is(Role.Admin)));
    }

    private static async Task<IResult> ShowAsync(HttpContext context, string name, PaymentsApplication application)
        => await application.Users.FindAsync(name, context.RequestAborted) is { } user
            ? PageResult.Of<UserView>(new UserModel(user, Typed(user), user.Roles, context.Caller().Is(Role.Admin), await application.Users.HistoryAsync(name, context.RequestAborted), []))
            : Problem.NotFound("user");

    private static Dictionary<string, string> Typed(User user) => new(StringComparer.Ordinal)
    {
        ["name"] = user.Name,
        ["fullName"] = user.FullName,
        ["email"] = user.Email ?? "",
        ["providerId"] = user.ProviderId ?? "",
        ["childIds"] = string.Join(", ", user.ChildIds ?? []),
        ["superior"] = user.Superior ?? "",
    };

    private static async Task<IResult> PutAsync(HttpContext context, PaymentsApplication application, Flash flash)
    {
        var form = await FormFields.ReadAsync(context);
        var name = form.Text("name") ?? "";
        var standing = await application.Users.FindAsync(name, context.RequestAborted);
        var roles = form.All("role").Select(text => Enum.TryParse<Role>(text, out var role) && Roles.OfPeople.Contains(role) ? role : (Role?)null).OfType<Role>().Distinct().ToList();
        string[] children = (form.Text("childIds") ?? "").Split((char[])[',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var user = new User(
            name, form.Text("fullName") ?? "", form.Text("email"), roles, form.Text("providerId"), children.Length == 0 ? null : children, form.Text("superior"), standing?.Mail ?? MailPreference.Each, form.IsTicked("active"));
        var seen = form.Number("version");
        var result = await application.Users.PutAsync(user, context.Caller().User, application.Calendar.Now, form.RequestId(context), version => version == seen, context.RequestAborted);
        if (result.Refusal is { } refusal)
        {
            var now = seen is null ? null : await application.Users.FindAsync(name, context.RequestAborted);
            var history = now is null ? [] : await application.Users.HistoryAsync(name, context.RequestAborted);
            var model = new UserModel(now, Fields.ToDictionary(field => field, field => form.Text(field) ?? ""), roles, true, history, refusal.Errors) { IsActive = user.Active, Refused = refusal.WordsOfForm() };
            return PageResult.Of<UserView>(model, StatusCodes.Status422UnprocessableEntity);
        }

        flash.Done(context, $"{user.FullName} is saved.");
        return PageResult.GoTo(Path);
    }
}

public sealed record UsersModel(IReadOnlyList<User> Users, bool MayChange);

/// <param name="User">As the record stands; null for a new one.</param>
/// <param name="Typed">What stands in the fields.</param>
public sealed record UserModel(
    User? User, IReadOnlyDictionary<string, string> Typed, IReadOnlyList<Role> Chosen, bool MayChange, IReadOnlyList<Serverless.Payments.Directory.DirectoryChange<User>> History, IReadOnlyList<ValidationMessage> Faults)
{
    public bool IsActive { get; init; } = User?.Active ?? true;

    /// <summary>Why it was not saved, where it is nobody's field.</summary>
    public string? Refused { get; init; }
}
