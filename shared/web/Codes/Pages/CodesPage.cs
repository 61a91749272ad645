using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Approvals;
using Serverless.Payments.Codes;
using Serverless.Payments.Identity;
using Serverless.Web.Identity;
using Serverless.Web.Pages;
using Serverless.Web.Pages.Forms;
using Serverless.Web.Problems;

namespace Serverless.Web.Codes.Pages;

/// <summary>The code tables that an admin edits and everybody reads: banks, batch types, adjustment types and payment codes.</summary>
public static class CodesPage
{
    public const string Path = "/codes";

    private const string Pattern = Path + "/{table}";

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(Path, () => PageResult.GoTo(PathOf(ValueTables.Banks))).ForAnyRole();
        pages.MapGet(Pattern, ShowAsync).ForAnyRole();
        pages.MapPost(Pattern, PutAsync).For(Role.Admin);
        pages.MapPost(Pattern + "/remove", RemoveAsync).For(Role.Admin);
        pages.MapGet(Pattern + "/{code}/history", HistoryAsync).For(Role.Admin, Role.Auditor);
    }

    public static string PathOf(string table) => $"{Path}/{table}";

    private static Task<IResult> ShowAsync(HttpContext context, PaymentsApplication application, string table)
        => PageAsync(context, application, table, new TypedForm(), (null, null), StatusCodes.Status200OK);

    private static async Task<IResult> PutAsync(HttpContext context, PaymentsApplication application, Flash flash, string table)
    {
        if (!ValueTables.All.Contains(table))
        {
            return Problem.NotFound("code table");
        }

        var fields = await FormFields.ReadAsync(context);
        var typed = new TypedForm(fields);
        var (code, name) = (typed.Text("code", "Enter the code."), typed.Text("name", "Enter the name."));
        var seen = fields.Number("version");
        string? refused = null;
        if (typed.IsFine)
        {
            var present = seen is null ? null : await application.Values.FindAsync(table, code, context.RequestAborted);
            var result = await application.Values.PutAsync(context.Caller(), EditOf(fields, table, code, name, present), fields.RequestId(context), version => version == seen, context.RequestAborted);
            if (result.Item is { } item)
            {
                flash.Done(context, $"{item.Code} is {(seen is null ? "made" : item.IsRetired ? "changed; it is retired, and no longer offered" : "changed")}.");
                return PageResult.GoTo(PathOf(table));
            }

            var refusal = seen is null && result.Refusal!.Kind == RefusalKind.Stale
                ? new Refusal(RefusalKind.Conflict, "CODE_TAKEN", "There is this code already.") { Errors = [new("CODE_TAKEN", "code", "There is this code already; change it in the table.")] }
                : result.Refusal!;
            if (refusal.Kind is RefusalKind.NotFound or RefusalKind.Forbidden)
            {
                return Problem.Of(refusal);
            }

            typed.Refuse(refusal);
            refused = refusal.WordsOfForm();
        }

        return await PageAsync(context, application, table, typed, (seen is null ? null : code, refused), StatusCodes.Status422UnprocessableEntity);
    }

    /// <summary>What something was entered with keeps what it means; that is left out then.</summary>
    private static ValueEdit EditOf(FormFields fields, string table, string code, string name, ValueItem? present)
    {
        var isFixed = present?.IsInUse == true;
        var isAdjustment = table is ValueTables.AdjustmentTypes or ValueTables.PaymentCodes;
        return new ValueEdit(table, code, name)
        {
            IsRetired = fields.IsTicked("retired"),
            ApplyAs = table == ValueTables.BatchTypes && !isFixed ? fields.All("applyAs") : null,
            IsTakeback = table == ValueTables.BatchTypes && !isFixed ? fields.IsTicked("takeback") : null,
            Kind = isAdjustment && !isFixed && Enum.TryParse<AdjustmentKind>(fields.Text("kind"), out var kind) ? kind : null,
            AllowsNegative = isAdjustment ? fields.IsTicked("allowsNegative") : null,
        };
    }

    private static async Task<IResult> RemoveAsync(HttpContext context, PaymentsApplication application, Flash flash, string table)
    {
        if (!ValueTables.All.Contains(table))
        {
            return Problem.NotFound("code table");
        }

        var fields = await FormFields.ReadAsync(context);
        var code = fields.Text("code") ?? "";
        var seen = fields.Number("version");
        var result = await application.Values.RemoveAsync(context.Caller(), table, code, fields.RequestId(context), version => version == seen, context.RequestAborted);
        if (result.Refusal is { } refusal)
        {
            flash.Failed(context, refusal.Message);
        }
        else
        {
            flash.Done(context, $"{code} is removed. Its history stays.");
        }

        return PageResult.GoTo(PathOf(table));
    }

    private static async Task<IResult> HistoryAsync(PaymentsApplication application, string table, string code, CancellationToken cancellation)
        => ValueTables.All.Contains(table)
            ? PageResult.Of<CodeHistoryView>(new CodeHistoryModel(table, code, await application.Values.HistoryAsync(table, code, cancellation)))
            : Problem.NotFound("code table");

    private static async Task<IResult> PageAsync(HttpContext context, PaymentsApplication application, string table, TypedForm typed, (string? Edited, string? Refused) sent, int status)
    {
        if (!ValueTables.All.Contains(table))
        {
            return Problem.NotFound("code table");
        }

        var items = await application.Values.ListAsync(table, includeRetired: true, context.RequestAborted);
        var caller = context.Caller();
        return PageResult.Of<CodesView>(new CodesModel(table, items, caller.Is(Role.Admin), caller.Is(Role.Admin) || caller.Is(Role.Auditor), typed, sent.Edited) { Refused = sent.Refused }, status);
    }
}

/// <param name="Typed">An entry that was sent and refused.</param>
/// <param name="Edited">Which one; null for a new one.</param>
public sealed record CodesModel(string Table, IReadOnlyList<ValueItem> Items, bool MayEdit, bool MayReadHistory, TypedForm Typed, string? Edited)
{
    /// <summary>Why the entry was refused; null where nothing was, or where its fields say it.</summary>
    public string? Refused { get; init; }

    /// <summary>Whether the first thing at fault has a field in the form that is shown.</summary>
    public bool HasFieldAtFault => !Typed.IsFine
        && (Edited is null || Items.Any(item => item.Code == Edited))
        && (Typed.Faults[0].Field == "name" || (Typed.Faults[0].Field == "code" && Edited is null) || (Typed.Faults[0].Field == "applyAs" && HasForms) || (Typed.Faults[0].Field == "kind" && HasKind));

    /// <summary>What is wrong and has no field to say it.</summary>
    public IEnumerable<string> FaultsWithoutField => HasFieldAtFault ? [] : Typed.Faults.Select(fault => fault.Message);

    public static string NameOf(string table) => table switch
    {
        ValueTables.Banks => "Banks",
        ValueTables.BatchTypes => "Batch types",
        ValueTables.AdjustmentTypes => "Adjustment types",
        ValueTables.PaymentCodes => "Payment codes",
        _ => table,
    };

    public bool HasForms => Table == ValueTables.BatchTypes;

    public bool HasKind => Table is ValueTables.AdjustmentTypes or ValueTables.PaymentCodes;

    /// <summary>What an entry means beside its name.</summary>
    public string MeaningOf(ValueItem item) => HasForms ? $"For {string.Join(", ", item.ApplyAs)}{(item.IsTakeback ? "; takes payments back" : "")}"
        : HasKind ? $"{item.Kind switch { AdjustmentKind.WriteOff => "Write-off", var kind => kind.ToString() }}{(item.AllowsNegative ? "; may be below zero" : "")}"
        : "";
}

/// <param name="Changes">The first one first.</param>
public sealed record CodeHistoryModel(string Table, string Code, IReadOnlyList<ValueChange> Changes);
