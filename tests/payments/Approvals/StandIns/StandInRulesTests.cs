using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Payments.Approvals.Policies;
using Serverless.Payments.Approvals.StandIns;
using Serverless.Payments.Identity;
using static Serverless.Payments.Tests.Approvals.Facts;

namespace Serverless.Payments.Tests.Approvals.StandIns;

/// <summary>The rules of acting for others and of two approvals, a reading to a line (UPI-7).</summary>
[Trait("Req", "UPI-7")]
public sealed class StandInRulesTests
{
    private static readonly StandIn Entitled = new(IsForRole: true, IsEntitled: true, IsParty: false);

    private static readonly string[] New = ["policyVersion", "approvalsNeeded", "stageApprovals"];

    [Theory]
    [InlineData(true, true, false, null)]
    [InlineData(false, true, false, "NOT_ASSIGNED")]
    [InlineData(true, false, false, "NOT_ASSIGNED")]
    [InlineData(true, true, true, "SEGREGATION")]
    public void Who_acts_for_a_technician_must_be_entitled_and_no_party(bool isForRole, bool isEntitled, bool isParty, string? code)
    {
        var payment = Payment(PaymentStatus.WaitingDspdApproval);
        var basis = new DecisionBasis(Client, ApprovalPolicy.Default, new StandIn(isForRole, isEntitled, isParty));
        Assert.Equal(code, ApprovalRules.Check(payment, For("technician", payment, Role.Technician), basis)?.Code);
    }

    [Fact]
    public void Who_acts_for_a_coordinator_acts_for_the_one_assigned_to_the_client()
    {
        var payment = Payment(PaymentStatus.WaitingScApproval);
        var basis = new DecisionBasis(Client, ApprovalPolicy.Default, Entitled);
        Assert.Null(ApprovalRules.Check(payment, For("coordinator", payment, Role.Coordinator), basis));
        Assert.Equal("NOT_ASSIGNED", ApprovalRules.Check(payment, For("coordinator2", payment, Role.Coordinator), basis)?.Code);
        Assert.Equal("NOT_ASSIGNED", ApprovalRules.Check(payment, For("coordinator", payment, Role.Coordinator), basis with { StandIn = null })?.Code);
    }

    [Theory]
    [InlineData("delegate", null)] // Who acts decided for the coordinator.
    [InlineData("technician", null)] // Who is acted for did.
    [InlineData("x", "delegate")] // Somebody decided in the name of who acts now.
    [InlineData("x", "technician")]
    public void Neither_who_acts_nor_who_is_acted_for_may_have_acted_at_another_stage(string by, string? onBehalfOf)
    {
        var payment = Payment(PaymentStatus.WaitingDspdApproval) with { Acts = [new("provider", Role.Provider), new(by, Role.Coordinator, onBehalfOf)] };
        Assert.Equal("SEGREGATION", ApprovalRules.Check(payment, For("technician", payment, Role.Technician), new(Client, ApprovalPolicy.Default, Entitled))?.Code);
    }

    [Theory]
    [InlineData("delegate")]
    [InlineData("technician")]
    public void Neither_may_have_submitted_the_payment(string submitter)
    {
        var payment = Payment(PaymentStatus.WaitingDspdApproval) with { SubmittedBy = submitter };
        Assert.Equal("SEGREGATION", ApprovalRules.Check(payment, For("technician", payment, Role.Technician), new(Client, ApprovalPolicy.Default, Entitled))?.Code);
    }

    [Theory]
    [InlineData("technician", null, "technician", null)]
    [InlineData("delegate", "technician", "technician", null)]
    [InlineData("technician", null, "delegate", "technician")]
    [InlineData("delegate", "technician2", "delegate", "technician")]
    public void Nobody_approves_twice_in_a_stage_whoever_acts_for_whom(string firstBy, string? firstFor, string secondBy, string? secondFor)
    {
        var first = new Payment.Act(firstBy, Role.Technician, firstFor);
        var payment = Payment(PaymentStatus.WaitingDspdApproval) with { ApprovalsNeeded = 2, StageApprovals = [first], Acts = [new("provider", Role.Provider), first] };
        var second = Decision(payment, PaymentAction.Approve, secondBy, Role.Technician) with { OnBehalfOf = secondFor };
        Assert.Equal("SEGREGATION", ApprovalRules.Check(payment, second, new(Client, ApprovalPolicy.Default, Entitled))?.Code);
        Assert.Null(ApprovalRules.Check(payment, Decision(payment, PaymentAction.Approve, "technician3", Role.Technician), new(Client, ApprovalPolicy.Default)));
    }

    [Theory]
    [InlineData(null, 1)]
    [InlineData(250.00, 1)] // The amount itself is not above it.
    [InlineData(249.99, 2)]
    public void The_policy_in_force_when_the_stage_is_entered_says_how_many_approve(double? above, int needed)
    {
        var policy = new ApprovalPolicy { SecondApprovalAbove = above is { } amount ? Money.Of((decimal)amount) : null, Version = 7 };
        var payment = Payment(PaymentStatus.WaitingScApproval);
        var (entered, _) = ApprovalRules.Apply(payment, Decision(payment, PaymentAction.Approve, "coordinator", Role.Coordinator), [], DateTimeOffset.UnixEpoch, new(Client, policy))!.Value;
        Assert.Equal((PaymentStatus.WaitingDspdApproval, 7, needed), (entered.Status, entered.PolicyVersion, entered.ApprovalsNeeded));
    }

    [Fact]
    public void The_first_of_two_approvals_keeps_status_and_policy_and_the_second_leads_on()
    {
        var now = new DateTimeOffset(2026, 11, 22, 18, 0, 0, TimeSpan.Zero);
        var later = new DecisionBasis(Client, new ApprovalPolicy { Version = 9 });
        var payment = Payment(PaymentStatus.WaitingDspdApproval) with { ApprovalsNeeded = 2, PolicyVersion = 7 };
        var (first, move) = ApprovalRules.Apply(payment, Decision(payment, PaymentAction.Approve, "technician", Role.Technician), [], now, later)!.Value;
        Assert.Equal((PaymentStatus.WaitingDspdApproval, 4, 7, 2, now), (first.Status, first.Version, first.PolicyVersion, first.ApprovalsNeeded, first.StatusSince));
        Assert.Equal((PaymentStatus.WaitingDspdApproval, PaymentStatus.WaitingDspdApproval), (move.From!.Value, move.To));
        Assert.Equal([new("technician", Role.Technician)], first.StageApprovals);

        var (second, _) = ApprovalRules.Apply(first, Decision(first, PaymentAction.Approve, "technician2", Role.Technician), [], now, later)!.Value;
        Assert.Equal((PaymentStatus.SubmittedToCaps, 9, 1, 1), (second.Status, second.PolicyVersion, second.ApprovalsNeeded, second.Attempt));
        Assert.Empty(second.StageApprovals);
    }

    [Fact]
    public void What_is_done_for_others_and_by_a_link_is_kept_so()
    {
        var payment = Payment(PaymentStatus.WaitingDspdApproval);
        var decision = For("technician", payment, Role.Technician) with { Via = DecisionRequest.Link };
        var (after, move) = ApprovalRules.Apply(payment, decision, [], DateTimeOffset.UnixEpoch, new(Client, ApprovalPolicy.Default, Entitled))!.Value;
        Assert.Equal(("delegate", "technician", "link"), (move.By, move.OnBehalfOf, move.Via));
        Assert.Equal(new Payment.Act("delegate", Role.Technician, "technician"), after.Acts[^1]);
    }

    [Fact]
    public void A_payment_that_was_stored_before_there_was_a_policy_still_reads()
    {
        var row = System.Text.Json.Nodes.JsonNode.Parse(Rows.Write(Payment(PaymentStatus.WaitingDspdApproval)))!.AsObject();
        foreach (var name in row.Select(member => member.Key).Where(key => New.Contains(key, StringComparer.OrdinalIgnoreCase)).ToList())
        {
            Assert.True(row.Remove(name));
        }

        var act = row.Single(member => member.Key.Equals("acts", StringComparison.OrdinalIgnoreCase)).Value![0]!.AsObject();
        act.Remove(act.Select(member => member.Key).FirstOrDefault(key => key.Equals("onBehalfOf", StringComparison.OrdinalIgnoreCase)) ?? string.Empty);
        var old = System.Text.Json.JsonSerializer.Deserialize<Payment>(row.ToJsonString(), Durable.DurableJson.Options)!;
        Assert.Equal((0, 1, 0), (old.PolicyVersion, old.ApprovalsNeeded, old.StageApprovals.Count));
        Assert.Null(old.Acts[0].OnBehalfOf);
    }

    private static Decision For(string principal, Payment payment, Role role) => Decision(payment, PaymentAction.Approve, "delegate", role) with { OnBehalfOf = principal };
}
