using Microsoft.Extensions.Logging;
using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;
using Serverless.Payments.InvoiceReviews;
using Serverless.Payments.Mails;
using Serverless.Payments.ProviderPayments;

namespace Serverless.Payments;

/// <summary>
/// Every log message of this project, by event id (2000 to 2999). Never a person's name, SSN or token. What happened to a
/// payment stands in its history; here it is for debugging alone.
/// </summary>
internal static partial class Log
{
    [LoggerMessage(2000, LogLevel.Debug, "Payment {PaymentId} submitted: {Status}.")]
    public static partial void Submitted(ILogger logger, string paymentId, string status);

    [LoggerMessage(2001, LogLevel.Debug, "Payment {PaymentId} moved from {From} to {To}.")]
    public static partial void Moved(ILogger logger, string paymentId, string from, string to);

    [LoggerMessage(2002, LogLevel.Debug, "Payment {PaymentId}: {Action} was refused, {Code}.")]
    public static partial void Refused(ILogger logger, string paymentId, PaymentAction action, string code);

    [LoggerMessage(2003, LogLevel.Warning, "Payment {PaymentId} had no running orchestration; it was started at {Status}.")]
    public static partial void Restarted(ILogger logger, string paymentId, string status);

    [LoggerMessage(2004, LogLevel.Information, "The installation has moved here; the chains of {Started} payments were started from their records.")]
    public static partial void ChainsStarted(ILogger logger, int started);

    [LoggerMessage(2005, LogLevel.Warning, "Payment {PaymentId} was missing from {Rows} lists; it is on them again.")]
    public static partial void Listed(ILogger logger, string paymentId, int rows);

    [LoggerMessage(2006, LogLevel.Warning, "The submission of payment {PaymentId} had failed for good; it is taken up again.")]
    public static partial void SubmissionTakenUp(ILogger logger, string paymentId);

    [LoggerMessage(2100, LogLevel.Information, "Run {RunId} opened, cut-off {CutOff:o}.")]
    public static partial void RunOpened(ILogger logger, string runId, DateTimeOffset cutOff);

    [LoggerMessage(2101, LogLevel.Information, "Run {RunId} completed: {Total} payments, {Paid} paid, {Error} in error, {Rejected} rejected, {Held} held.")]
    public static partial void RunCompleted(ILogger logger, string runId, int total, int paid, int error, int rejected, int held);

    [LoggerMessage(2102, LogLevel.Warning, "The slot {Slot} is run by {Owner}; run {RunId} does nothing.")]
    public static partial void SlotTaken(ILogger logger, string slot, string owner, string runId);

    [LoggerMessage(2103, LogLevel.Error, "CAPS's answer for {Key} was refused: {Reason} The run stays open.")]
    public static partial void AnswerRefused(ILogger logger, string key, string reason);

    [LoggerMessage(2104, LogLevel.Error, "The slot {Slot} has no run: its time, {CutOff:o}, passed {Hours} h ago. What waits can be paid at once by an off-cycle run; nothing is paid twice. Then look for a failure of the orchestration {Schedule} and for parked messages.")]
    public static partial void SlotLate(ILogger logger, string slot, DateTimeOffset cutOff, int hours, string schedule);

    [LoggerMessage(2105, LogLevel.Error, "Run {RunId}, opened {OpenedAt:o}, is not completed after {Hours} h: {Open} of its {Total} payments have no booked answer. See that CAPS has fetched and answered its batches, that no answer file was rejected or left, and that no message is parked; a repair starts again what was lost. Nothing is paid twice.")]
    public static partial void RunLate(ILogger logger, string runId, DateTimeOffset openedAt, int hours, int open, int total);

    [LoggerMessage(2200, LogLevel.Information, "Invoice file {ContentHash} taken in: {Lines} lines, {Payments} payments.")]
    public static partial void InvoiceTaken(ILogger logger, string contentHash, int lines, int payments);

    [LoggerMessage(2201, LogLevel.Information, "Invoice file {ContentHash} rejected with {Faults} faults.")]
    public static partial void InvoiceRejected(ILogger logger, string contentHash, int faults);

    [LoggerMessage(2202, LogLevel.Information, "Invoice file {ContentHash} is a duplicate; nothing was created.")]
    public static partial void InvoiceDuplicate(ILogger logger, string contentHash);

    [LoggerMessage(2203, LogLevel.Error, "The intake of invoice file {ContentHash} cannot be taken up; the others are.")]
    public static partial void IntakeNotResumed(ILogger logger, Exception failure, string contentHash);

    [LoggerMessage(2210, LogLevel.Information, "Delivery {DeliveryId} is in {Folder} with its report.")]
    public static partial void DropPlaced(ILogger logger, string deliveryId, string folder);

    [LoggerMessage(2500, LogLevel.Information, "Mass payment {Id} approved: {Requests} payment requests.")]
    public static partial void MassPaymentApproved(ILogger logger, string id, int requests);

    [LoggerMessage(2501, LogLevel.Information, "Mass payment {Id} was refused; its faults stand with it.")]
    public static partial void MassPaymentRefused(ILogger logger, string id);

    [LoggerMessage(2502, LogLevel.Information, "Mass payment {Id} waits: {Holder} is being approved and has needs of it.")]
    public static partial void GivesWay(ILogger logger, string id, string holder);

    [LoggerMessage(2503, LogLevel.Error, "SMART's answer for {Key} cannot be booked: {Reason}. The run stays open.")]
    public static partial void SmartAnswerRefused(ILogger logger, string key, string reason);

    [LoggerMessage(2620, LogLevel.Information, "Social Security numbers are kept under a key that was not used here before: {Key}.")]
    public static partial void SsnKeyKept(ILogger logger, string key);

    [LoggerMessage(2640, LogLevel.Information, "Invoice {InvoiceId} received: {Lines} lines, {Faults} faults.")]
    public static partial void MassInvoiceReceived(ILogger logger, string invoiceId, int lines, int faults);

    [LoggerMessage(2641, LogLevel.Debug, "Invoice {InvoiceId} moved from {From} to {To}.")]
    public static partial void MassInvoiceMoved(ILogger logger, string invoiceId, ReviewStatus from, ReviewStatus to);

    [LoggerMessage(2642, LogLevel.Debug, "Invoice {InvoiceId}: {Action} was refused, {Code}.")]
    public static partial void MassInvoiceRefused(ILogger logger, string invoiceId, ReviewAction action, string code);

    [LoggerMessage(2643, LogLevel.Debug, "Invoice {InvoiceId}: {Role} is told, reminder {Reminder}.")]
    public static partial void MassInvoiceTold(ILogger logger, string invoiceId, Role role, int reminder);

    [LoggerMessage(2644, LogLevel.Warning, "The orchestration of invoice {InvoiceId} was lost; started anew in {Status}.")]
    public static partial void MassInvoiceRestarted(ILogger logger, string invoiceId, ReviewStatus status);

    [LoggerMessage(2650, LogLevel.Debug, "Provider payment {PaymentId}: {Action}; it is {Submission} and {Status}.")]
    public static partial void ProviderPaymentMoved(ILogger logger, string paymentId, AttendanceAction action, SubmissionStatus submission, ProviderPaymentStatus status);

    [LoggerMessage(2651, LogLevel.Debug, "Provider payment {PaymentId}: {Action} was refused, {Code}.")]
    public static partial void ProviderPaymentRefused(ILogger logger, string paymentId, AttendanceAction action, string code);

    [LoggerMessage(2652, LogLevel.Warning, "The orchestration of provider payment {PaymentId} was lost; started anew, {Status}.")]
    public static partial void ProviderPaymentRestarted(ILogger logger, string paymentId, ProviderPaymentStatus status);

    [LoggerMessage(2653, LogLevel.Information, "Service period {Period} generated: {Created} payments made, {Existing} stood already, {Skipped} enrolments skipped.")]
    public static partial void ServicePeriodGenerated(ILogger logger, string period, int created, int existing, int skipped);

    [LoggerMessage(2660, LogLevel.Information, "Export {ExportId} of {Period} started.")]
    public static partial void ExportStarted(ILogger logger, string exportId, string period);

    [LoggerMessage(2661, LogLevel.Debug, "Part {Part} of export {ExportId} was taken further by another run of the same step; that one counts.")]
    public static partial void ExportStepLate(ILogger logger, string exportId, int part);

    [LoggerMessage(2662, LogLevel.Information, "Export {ExportId}: the file with {Count} lines is written.")]
    public static partial void ExportFileWritten(ILogger logger, string exportId, int count);

    [LoggerMessage(2663, LogLevel.Information, "Export {ExportId} completed: {Count} payments and adjustments are paid.")]
    public static partial void ExportCompleted(ILogger logger, string exportId, int count);

    [LoggerMessage(2700, LogLevel.Information, "File of billing invoices {ContentHash} taken in: {Invoices} invoices with {Lines} lines.")]
    public static partial void BillingTaken(ILogger logger, string contentHash, int invoices, int lines);

    [LoggerMessage(2701, LogLevel.Information, "File of billing invoices {ContentHash} rejected whole: {Faults} faults.")]
    public static partial void BillingRejected(ILogger logger, string contentHash, int faults);

    [LoggerMessage(2702, LogLevel.Information, "File of billing invoices {ContentHash}, attempt {Attempt}, refused: {Faults} numbers are taken.")]
    public static partial void BillingRefused(ILogger logger, string contentHash, int attempt, int faults);

    [LoggerMessage(2703, LogLevel.Information, "File of billing invoices {ContentHash} was delivered before; nothing is created.")]
    public static partial void BillingDuplicate(ILogger logger, string contentHash);

    [LoggerMessage(2704, LogLevel.Error, "The intake of the file of billing invoices {ContentHash} cannot be taken up; the others are.")]
    public static partial void BillingNotResumed(ILogger logger, Exception failure, string contentHash);

    [LoggerMessage(2710, LogLevel.Information, "Session {RemittanceId}, batch {BatchNumber}, is posted: {Entries} entries.")]
    public static partial void RemittancePosted(ILogger logger, string remittanceId, long batchNumber, int entries);

    [LoggerMessage(2711, LogLevel.Information, "Session {RemittanceId}, batch {BatchNumber}, was not posted: {Moved} invoices moved since they were queued.")]
    public static partial void RemittanceRefused(ILogger logger, string remittanceId, long batchNumber, int moved);

    [LoggerMessage(2712, LogLevel.Debug, "Session {RemittanceId} waits for {HolderId}, which is posting to the same invoices.")]
    public static partial void RemittanceWaits(ILogger logger, string remittanceId, string holderId);

    [LoggerMessage(2730, LogLevel.Debug, "An account of charges has its event {Event}: {Moves} allocations made or released.")]
    public static partial void ChargeActRecorded(ILogger logger, int @event, int moves);

    [LoggerMessage(2731, LogLevel.Debug, "An act on an account of charges was refused, {Code}.")]
    public static partial void ChargeActRefused(ILogger logger, string code);

    [LoggerMessage(2750, LogLevel.Debug, "Mail {Mail}, {Kind}, came to its end: {Status}.")]
    public static partial void MailSettled(ILogger logger, string mail, MailKind kind, MailStatus status);

    [LoggerMessage(2751, LogLevel.Warning, "Mail {Mail} was tried for a week, {Attempts} times, and is given up; an admin can have it tried again.")]
    public static partial void MailExpired(ILogger logger, string mail, int attempts);

    [LoggerMessage(2753, LogLevel.Warning, "Payment {PaymentId} waits in {Status} and was to be escalated, but no superior may decide; the admins are told.")]
    public static partial void EscalationFoundNobody(ILogger logger, string paymentId, PaymentStatus status);

    [LoggerMessage(2754, LogLevel.Information, "{Mails} mails and {Links} links were kept long enough and are deleted.")]
    public static partial void MailsForgotten(ILogger logger, int mails, int links);

    [LoggerMessage(2755, LogLevel.Error, "Old mails or links could not be deleted; the next working morning tries again.")]
    public static partial void ForgettingFailed(ILogger logger, Exception exception);
}
