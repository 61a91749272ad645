using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Approvals;
using Serverless.Payments.Directory;
using Serverless.Payments.Files;
using Serverless.Payments.Identity;
using Serverless.Payments.MassPayments;
using Serverless.Payments.MassPayments.Upload;
using Serverless.Web.Identity;
using Serverless.Web.Pages;
using Serverless.Web.Pages.Forms;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.MassPayments.Pages;

/// <summary>The first two steps of a mass payment: the provider's service (KEES-1), and the aid code (KEES-2), typed or with a file (KEES-9).</summary>
public static class NewMassPaymentPage
{
    public const string Path = "/mass-payments/new";

    private const int ProvidersShown = 50;

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(Path, FindAsync).For(Role.Operations);
        pages.MapGet($"{Path}/{{provider}}/{{service}}", ChooseAsync).For(Role.Operations);
        pages.MapPost($"{Path}/{{provider}}/{{service}}", BeginAsync)
            .For(Role.Operations)
            .WithMetadata(BodyLimit.FormWith(MassEntryFile.BytesMax))
            .RequireRateLimiting(RateLimits.UploadPolicy);
    }

    private static async Task<IResult> FindAsync(HttpContext context, PaymentsApplication application, string? name = null, string? address = null, string? after = null)
    {
        var page = await application.Providers.ListAsync(context.Caller(), name, address, after, ProvidersShown, context.RequestAborted);
        return PageResult.Of<FindProviderView>(new FindProviderModel(name, address, page.Items, page.Next));
    }

    private static async Task<IResult> ChooseAsync(HttpContext context, PaymentsApplication application, string provider, string service)
        => PageResult.Of<ChooseAidCodeView>(new ChooseAidCodeModel(await ServiceAsync(context, application, provider, service)));

    private static async Task<IResult> BeginAsync(HttpContext context, PaymentsApplication application, Flash flash, string provider, string service)
    {
        var form = await FormFields.ReadAsync(context);
        var chosen = await ServiceAsync(context, application, provider, service);
        var model = new ChooseAidCodeModel(chosen) { AidCode = form.Text("aidCode") };
        if (model.AidCode is not { } aidCode)
        {
            return Again(model with { Faults = [new("REQUIRED", "aidCode", "Choose the aid code; it holds for every entry.")] });
        }

        IReadOnlyList<MassEntryTexts> entries = [];
        if (form.Text("way") == "file")
        {
            var (file, fault) = await UploadedFile.ReadAsync(form, "file", context.RequestAborted);
            if (file is null)
            {
                return Again(model with { Faults = [new("REQUIRED", "file", fault!)] });
            }

            var (lines, faults) = MassEntryFile.ReadUpload(file.Content, file.Format);
            if (faults.Count > 0)
            {
                return Again(model with { FileFaults = faults, Faults = [new("FILE_REJECTED", "file", "The file was refused whole; nothing was created. Correct what is listed below and send it again.")] });
            }

            entries = [.. lines.Select(line => line.Texts)];
        }

        var draft = new MassPaymentDraft(provider, service, aidCode);
        var result = await application.MassPaymentDrafts.CreateAsync(draft, entries, context.Caller().User, form.RequestId(context), context.RequestAborted);
        if (result.Page is not { } page)
        {
            var refusal = MassPaymentAnswer.RefusalOf(result);
            return Again(model with { Faults = refusal.Errors.Count > 0 ? refusal.Errors : [new(refusal.Code, "aidCode", refusal.Message)] });
        }

        flash.Done(context, entries.Count == 0 ? "The draft is begun. Find the first person." : $"The draft is filled with {entries.Count} entries from the file, each of them ticked.");
        return PageResult.GoTo(DraftPage.PathOf(page.Id));
    }

    private static IResult Again(ChooseAidCodeModel model) => PageResult.Of<ChooseAidCodeView>(model, StatusCodes.Status422UnprocessableEntity);

    /// <exception cref="ProblemException">404: there is no such service; 422: it is not of the type that offers mass payment.</exception>
    private static async Task<OfferedService> ServiceAsync(HttpContext context, PaymentsApplication application, string providerId, string serviceId)
    {
        if (!PaymentFactsForm.IsId(providerId)
            || await application.Providers.FindAsync(context.Caller(), providerId, context.RequestAborted) is not { } provider
            || provider.Services.FirstOrDefault(known => known.Id == serviceId) is not { } service)
        {
            throw new ProblemException(Problem.NotFound("service of that provider"));
        }

        return MassPaymentRules.CheckService(provider, serviceId) is { } refusal ? throw new ProblemException(Problem.Of(refusal)) : new(provider, service);
    }
}

/// <param name="Next">Where the next page begins; null where there is none.</param>
public sealed record FindProviderModel(string? Name, string? Address, IReadOnlyList<Provider> Providers, string? Next);

/// <summary>A service that offers mass payment, and whose it is.</summary>
public sealed record OfferedService(Provider Provider, ProviderService Service);

public sealed record ChooseAidCodeModel(OfferedService Chosen)
{
    /// <summary>As it was chosen; null where nothing was yet.</summary>
    public string? AidCode { get; init; }

    /// <summary>What is wrong with the form.</summary>
    public IReadOnlyList<ValidationMessage> Faults { get; init; } = [];

    /// <summary>Why the file was refused.</summary>
    public IReadOnlyList<FileFault> FileFaults { get; init; } = [];
}
