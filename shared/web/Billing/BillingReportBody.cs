using Microsoft.AspNetCore.Http;
using Serverless.Payments.Billing.Intake;
using Serverless.Payments.Files;
using Serverless.Web.Problems;

namespace Serverless.Web.Billing;

/// <summary>What became of a file of billing invoices (ALL-2).</summary>
/// <param name="Invoices">Different invoice numbers.</param>
/// <param name="Lines">Readable lines.</param>
/// <param name="Numbers">The numbers of the invoices made, in the order of the file; none for a duplicate.</param>
/// <param name="Errors">None: a file with any fault is refused whole.</param>
/// <param name="Duplicate">The same content was taken in before; nothing was created.</param>
public sealed record BillingReportBody(int Invoices, int Lines, IReadOnlyList<string> Numbers, IReadOnlyList<FileFault> Errors, bool Duplicate)
{
    public static BillingReportBody Of(BillingReport report) => new(report.Invoices, report.Lines, report.Numbers, report.Errors, report.Duplicate);
}

/// <summary>The intake is still at work; the Location says where the report can be read.</summary>
/// <param name="Id">The SHA-256 of the content, in lower-case hex.</param>
/// <param name="Status">Always <c>pending</c>.</param>
public sealed record PendingBilling(string Id, string Status);

/// <summary>A file that was refused whole: a problem with the report's fields.</summary>
/// <param name="Errors">Every fault, by line and field.</param>
public sealed record RejectedBilling(string Type, string Title, int Status, string Detail, string Code, int Invoices, int Lines, IReadOnlyList<string> Numbers, IReadOnlyList<FileFault> Errors);

/// <summary>Answers 422 with the report of a refused file.</summary>
public sealed class RejectedBillingAnswer(BillingReport report) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var problem = ProblemBody.Of(StatusCodes.Status422UnprocessableEntity, "FILE_REJECTED", $"The file has {report.Errors.Count} faults and was refused whole; nothing was created. Correct them and send it again.");
        httpContext.Response.StatusCode = problem.Status;
        return Problem.WriteAsync(httpContext, new RejectedBilling(problem.Type, problem.Title, problem.Status, problem.Detail, problem.Code, report.Invoices, report.Lines, report.Numbers, report.Errors));
    }
}
