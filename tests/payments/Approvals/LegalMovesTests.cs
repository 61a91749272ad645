using Serverless.Payments.Approvals;
using static Serverless.Payments.Approvals.PaymentStatus;

namespace Serverless.Payments.Tests.Approvals;

public sealed class LegalMovesTests
{
    /// <summary>The table of UPI-1, copied from the requirements and not from the code.</summary>
    private static readonly (PaymentStatus From, PaymentStatus To)[] Required =
    [
        (WaitingScApproval, WaitingDspdApproval), (WaitingScApproval, DeniedBySc), (WaitingScApproval, Error), (WaitingScApproval, Deleted),
        (Error, WaitingScApproval), (Error, WaitingDspdApproval), (Error, Review), (Error, Deleted),
        (Review, WaitingDspdApproval), (Review, DeniedBySc),
        (WaitingDspdApproval, SubmittedToCaps), (WaitingDspdApproval, DeniedByDspd), (WaitingDspdApproval, Error),
        (SubmittedToCaps, PaidByCaps), (SubmittedToCaps, ErrorByCaps), (SubmittedToCaps, RejectedByCaps), (SubmittedToCaps, HeldByCaps),
        (HeldByCaps, SubmittedToCaps), (HeldByCaps, RejectedByCaps),
    ];

    [Fact]
    [Trait("Req", "UPI-1")]
    public void The_legal_moves_are_those_of_the_table_and_no_others()
    {
        var moves = LegalMoves.All
            .SelectMany(move => move.OnFailure is { } failed ? new[] { (move.From, move.To), (move.From, failed) } : [(move.From, move.To)])
            .Distinct();

        Assert.Equal(Required.OrderBy(pair => pair), moves.OrderBy(pair => pair));
    }

    [Fact]
    [Trait("Req", "UPI-2")]
    public void No_move_leads_out_of_a_final_status()
    {
        Assert.DoesNotContain(LegalMoves.All, move => move.From.IsFinal());
        Assert.Equivalent(new[] { Deleted, DeniedBySc, DeniedByDspd, ErrorByCaps, RejectedByCaps, PaidByCaps }, PaymentStatuses.All.Where(status => status.IsFinal()), strict: true);
    }

    [Fact]
    [Trait("Req", "UPI-1")]
    public void The_twelve_statuses_are_shown_with_exactly_these_names()
        => Assert.Equal(
            ["Deleted", "Denied by DSPD", "Denied by SC", "Error", "Error by CAPS", "Held by CAPS", "Paid by CAPS", "Rejected by CAPS", "Review", "Submitted to CAPS", "Waiting DSPD Approval", "Waiting SC Approval"],
            PaymentStatuses.All.Select(status => status.DisplayName()).Order(StringComparer.Ordinal));
}
