using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Codes;
using Serverless.Payments.Identity;
using Serverless.Web.Idempotency;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.Codes;

/// <summary>PUT /api/codes/{table}/{code} (SAN-11).</summary>
public static class PutValueItem
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPut("/api/codes/{table}/{code}", HandleAsync)
        .For(Role.Admin)
        .Describe("Set an entry of a code table", "Makes a bank, batch type, adjustment type or payment code, or changes it; what is left out stays as it is. Codes and names are compared without case and spaces, and none may be another entry's. Once something was entered with it, its applyAs, takeback and kind stay as they are: 409 CODE_IN_USE; retire it and make another. 409 FIXED_TABLE for a table that is part of the program.")
        .Takes<ValueItemForm>()
        .TakesIfMatch()
        .Answers<CodeItemBody>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status412PreconditionFailed);

    private static async Task<IResult> HandleAsync(HttpContext context, string table, string code, PaymentsApplication application)
    {
        if (ValueTableAddress.Check(table) is { } unaddressed)
        {
            return unaddressed;
        }

        var form = await RequestBody.ReadAsync<ValueItemForm>(context);
        var kind = form.Kind is null ? null : Array.Find(Enum.GetNames<AdjustmentKind>(), name => name.Equals(form.Kind, StringComparison.OrdinalIgnoreCase));
        if (form.Kind is not null && kind is null)
        {
            return Problem.OfField(StatusCodes.Status422UnprocessableEntity, "BAD_KIND", "kind", $"kind is one of {string.Join(", ", Enum.GetNames<AdjustmentKind>())}.");
        }

        var edit = new ValueEdit(table, code, form.Name)
        {
            IsRetired = form.Retired,
            ApplyAs = form.ApplyAs,
            IsTakeback = form.Takeback,
            Kind = kind is null ? null : Enum.Parse<AdjustmentKind>(kind),
            AllowsNegative = form.AllowsNegative,
        };
        return Of(context, await application.Values.PutAsync(context.Caller(), edit, context.RequestId(), IfMatch.Read(context.Request).Holds, context.RequestAborted));
    }

    internal static IResult Of(HttpContext context, ValueResult result) => result.Item is { } item
        ? Answer.Versioned(context, item.Version, CodeItemBody.Of(item))
        : Problem.Of(result.Refusal ?? throw new InvalidOperationException("A change of a code table led to nothing."));
}

/// <param name="Name">In words, 1 to 100 characters.</param>
/// <param name="Retired">Whether it is no longer offered.</param>
/// <param name="ApplyAs">For a batch type: one or more of Cash, Adjustment, Account Cash. A new one must say it.</param>
/// <param name="Takeback">For a batch type: payments are taken back with it; as Cash alone then.</param>
/// <param name="Kind">For an adjustment type or payment code: Other, Contractual, WriteOff or Overhead.</param>
/// <param name="AllowsNegative">For an adjustment type or payment code: it may carry a negative adjustment.</param>
public sealed record ValueItemForm(string Name, bool? Retired = null, IReadOnlyList<string>? ApplyAs = null, bool? Takeback = null, string? Kind = null, bool? AllowsNegative = null);
