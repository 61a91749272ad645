using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Files;
using Serverless.Payments.Identity;
using Serverless.Payments.Remittances;
using Serverless.Payments.Remittances.Era;
using Serverless.Web.Identity;
using Serverless.Web.Pages;
using Serverless.Web.Pages.Forms;
using Serverless.Web.Requests;

namespace Serverless.Web.Remittances.Pages;

/// <summary>The sessions of manual remittance, Create Batch, and the hand-in of an electronic remittance.</summary>
public static class RemittancesPage
{
    public const string Path = "/remittances";

    private const int PageItems = 50;

    /// <summary>Faults of a file that are shown; mending these shows the rest.</summary>
    private const int FaultsShownMax = 200;

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(Path, ShowAsync).For(Role.Biller, Role.Auditor);
        pages.MapPost(Path, CreateAsync).For(Role.Biller);
        pages.MapPost($"{Path}/835", TakeInAsync).For(Role.Biller)
            .WithMetadata(BodyLimit.FormWith(EraReader.BytesMax))
            .RequireRateLimiting(RateLimits.UploadPolicy);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, PaymentsApplication application)
        => PageResult.Of<RemittancesView>(await ModelAsync(context, application, new TypedForm(), []));

    private static async Task<IResult> CreateAsync(HttpContext context, PaymentsApplication application, Flash flash)
    {
        var fields = await FormFields.ReadAsync(context);
        var typed = new TypedForm(fields);
        var entry = BatchForm.Read(typed);
        string? refused = null;
        if (typed.IsFine)
        {
            var made = await application.Remittances.Commands.CreateAsync(context.Caller(), entry, fields.RequestId(context), context.RequestAborted);
            if (made.State is { } state)
            {
                flash.Done(context, $"Batch {state.Remittance.BatchNumber} is open. Enter its first check.");
                return PageResult.GoTo(RemittanceWindow.PathOf(state.Remittance.Id));
            }

            typed.Refuse(made.Refusal!);
            refused = WindowRefusal.OfBatch(made.Refusal!);
        }

        return PageResult.Of<RemittancesView>(await ModelAsync(context, application, typed, []) with { Refused = refused }, StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> TakeInAsync(HttpContext context, PaymentsApplication application, Flash flash)
    {
        var fields = await FormFields.ReadAsync(context);
        if (fields.Files.GetFile("file") is not { Length: > 0 } file)
        {
            flash.Failed(context, "Choose the file first: the payer's 835, as it was received.");
            return PageResult.GoTo(Path);
        }

        using var content = new MemoryStream();
        await file.CopyToAsync(content, context.RequestAborted);
        var delivery = new RemittanceDelivery(fields.RequestId(context), file.FileName, content.ToArray(), fields.Text("bankId"));
        var taken = await application.Remittances.Files.TakeInAsync(context.Caller(), delivery, context.RequestAborted);
        if (taken.State is { Remittance: var session })
        {
            flash.Done(context, taken.IsDuplicate ? $"The same file was taken in before; this is the batch that it made, {session.BatchNumber}." : $"The file made batch {session.BatchNumber}: every claim is in the queue. Look it over, then post it.");
            return PageResult.GoTo(RemittanceWindow.PathOf(session.Id));
        }

        if (taken.Refusal is { } refusal)
        {
            flash.Failed(context, refusal.Message);
            return PageResult.GoTo(Path);
        }

        return PageResult.Of<RemittancesView>(await ModelAsync(context, application, new TypedForm(), taken.Faults), StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<RemittancesModel> ModelAsync(HttpContext context, PaymentsApplication application, TypedForm typed, IReadOnlyList<FileFault> faults)
    {
        var caller = context.Caller();
        var tab = RemittanceTab.All.FirstOrDefault(one => one.Name == context.Request.Query["tab"]) ?? RemittanceTab.All[0];
        var before = context.Request.Query["before"].ToString();
        var asked = new LatestAsked(tab.Status, tab.IsMine && caller.Is(Role.Biller), before.Length == 0 ? null : before, PageItems);
        var (items, older) = await application.Remittances.Queries.LatestAsync(caller, asked, application.Calendar.Now, context.RequestAborted);
        var batch = await BatchForm.OfAsync(application.Values, typed, standing: null, isLocked: false, context.RequestAborted);
        return new RemittancesModel(tab, items, older, asked.Before is not null, caller.Is(Role.Biller), batch, application.Calendar.Today, faults.Count, [.. faults.Take(FaultsShownMax)]);
    }
}

/// <param name="Name">In the address.</param>
/// <param name="Text">On the page.</param>
/// <param name="Status">Sessions of this status alone; null for all.</param>
/// <param name="IsMine">The biller's own alone, without those that wait in the inbox.</param>
public sealed record RemittanceTab(string Name, string Text, RemittanceStatus? Status, bool IsMine)
{
    public static IReadOnlyList<RemittanceTab> All { get; } =
    [
        new("open", "Open", RemittanceStatus.Open, IsMine: false),
        new("saved", "Saved", RemittanceStatus.Saved, IsMine: false),
        new("posted", "Posted", RemittanceStatus.Posted, IsMine: false),
        new("mine", "Mine", null, IsMine: true),
    ];
}

/// <param name="Items">The latest first.</param>
/// <param name="Older">Before what the older ones begin; null where there are none.</param>
/// <param name="IsOlder">Whether there are later ones than these.</param>
/// <param name="MayCreate">Whether the person is a biller, who makes batches; else an auditor, who reads.</param>
/// <param name="FaultCount">How much is wrong with the file that was handed in just now.</param>
/// <param name="Faults">The first of it.</param>
public sealed record RemittancesModel(
    RemittanceTab Tab, IReadOnlyList<Remittance> Items, string? Older, bool IsOlder, bool MayCreate, BatchForm Batch, DateOnly Today, int FaultCount, IReadOnlyList<FileFault> Faults)
{
    /// <summary>Why Create Batch was refused, where that is no fault of a field; null where it was not.</summary>
    public string? Refused { get; init; }
}
