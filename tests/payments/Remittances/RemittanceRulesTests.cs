using Serverless.Payments.Remittances;
using static Serverless.Payments.Tests.Remittances.PaperSession;

namespace Serverless.Payments.Tests.Remittances;

/// <summary>The batch, its checks and the session as a whole.</summary>
public sealed class RemittanceRulesTests
{
    [Theory]
    [Trait("Req", "SAN-1")]
    [InlineData(-0.01, false, "Cash", "NEGATIVE_TOTAL")]
    [InlineData(100.00, true, "Cash", "TAKEBACK_TOTAL")]
    [InlineData(0.00, true, "Cash", "TAKEBACK_TOTAL")]
    [InlineData(100.00, false, "Adjustment", "TYPE_NOT_OFFERED")]
    public void A_batch_whose_total_type_and_form_do_not_fit_is_refused(double total, bool isTakeback, string applyAs, string code)
    {
        var type = isTakeback ? Takeback : Check;
        Assert.Equal(code, RemittanceRules.CheckBatch(BatchOf((decimal)total, type, applyAs), type)[0].Code);
    }

    [Fact]
    [Trait("Req", "SAN-1")]
    public void Apply_As_is_locked_once_a_check_was_entered_and_the_rest_of_the_batch_is_not()
    {
        var session = Of(500.00m);
        Assert.Null(session.Act(state => RemittanceRules.Edit(state, BatchOf(600.00m, Check, ApplyAsForms.AccountCash), Check)).Code);
        session.AddCheck(100.00m, type: Check);
        Assert.Equal("APPLY_AS_LOCKED", session.Act(state => RemittanceRules.Edit(state, BatchOf(600.00m), Check)).Code);
        Assert.Null(session.Act(state => RemittanceRules.Edit(state, BatchOf(700.00m, Check, ApplyAsForms.AccountCash), Check)).Code);
        Assert.Equal(700.00m, session.BatchBalance);
        Assert.Equal("CHECKS_EXCEED_BATCH", session.Act(state => RemittanceRules.Edit(state, BatchOf(99.99m, Check, ApplyAsForms.AccountCash), Check)).Code);
    }

    [Fact]
    [Trait("Req", "SAN-7")]
    public void A_batch_becomes_no_takeback_once_a_check_was_entered()
        => Assert.Equal("BATCH_TYPE_LOCKED", Of(500.00m).AddCheck(100.00m).Act(state => RemittanceRules.Edit(state, BatchOf(-500.00m, Takeback), Takeback)).Code);

    [Fact]
    [Trait("Req", "SAN-2")]
    public void One_check_is_entered_at_a_time_and_the_next_once_it_is_fully_posted()
    {
        var session = Of(500.00m).Bill("A", 300.00m).AddCheck(300.00m, "1");
        Assert.Equal("CHECK_OPEN", session.AddCheck(200.00m, "2").Code);
        Assert.Equal("NOT_FULLY_POSTED", session.Next().Code);
        Assert.Null(session.Pay("A").Next().Code);
        Assert.Null(session.AddCheck(200.00m, "2").Code);
        Assert.Equal((200.00m, 200.00m), (session.Remaining, session.BatchBalance));
    }

    [Fact]
    [Trait("Req", "SAN-2")]
    public void Checks_that_come_to_more_than_the_batch_total_are_refused_and_so_is_posting_fewer()
    {
        var session = Of(500.00m).Bill("A", 300.00m).AddCheck(300.00m, "1").Pay("A").Next();
        Assert.Equal("CHECKS_EXCEED_BATCH", session.AddCheck(200.01m, "2").Code);
        Assert.Equal("CHECKS_DO_NOT_ADD_UP", session.Act(state => RemittanceRules.Post(state, [], "biller", default)).Code);
        Assert.Equal(RemittanceStatus.Open, session.State.Remittance.Status);
    }

    [Fact]
    [Trait("Req", "SAN-2")]
    public void Delete_takes_the_current_check_with_its_rows_and_leaves_the_others()
    {
        var session = Of(500.00m).Bill("A", 300.00m).Bill("B", 200.00m).AddCheck(300.00m, "1").Pay("A").Next().AddCheck(200.00m, "2").Pay("B").Act(RemittanceRules.DeleteCheck);
        Assert.Equal((1, 1, 200.00m), (session.State.Remittance.Checks.Count, session.State.Queue.Count, session.BatchBalance));
        Assert.Equal("NO_CHECK", session.Act(RemittanceRules.DeleteCheck).Code);
        Assert.Equal("NO_CHECK", session.Next().Code);
    }

    [Fact]
    [Trait("Req", "SAN-2")]
    public void A_check_is_offered_the_types_of_its_batch_and_is_entered_once()
    {
        var session = Of(500.00m);
        Assert.Equal("TYPE_NOT_OFFERED", session.AddCheck(100.00m, type: Takeback).Code);
        Assert.Equal("NEGATIVE_AMOUNT", session.AddCheck(-100.00m).Code);
        Assert.Equal("TAKEBACK_AMOUNT", Of(-500.00m, Takeback).AddCheck(100.00m).Code);
        session.AddCheck(0.00m, "4711").Next();
        Assert.Equal("DUPLICATE_CHECK", session.AddCheck(100.00m, "4711").Code);
    }

    [Fact]
    [Trait("Req", "SAN-5")]
    public void A_session_ends_only_when_nothing_remains_of_a_check_and_of_the_batch()
    {
        var session = Of(300.00m).Bill("A", 300.00m).AddCheck(300.00m);
        Assert.Equal("NOTHING_QUEUED", session.Act(state => RemittanceRules.Post(state, [], "biller", default)).Code);
        Assert.Equal("NOT_FULLY_POSTED", session.Put("A", post: 299.99m).Act(state => RemittanceRules.Post(state, [], "biller", default)).Code);
        session.Put("A", post: 300.00m).Act(state => RemittanceRules.Post(state, [], "biller", default));
        Assert.Equal((null, RemittanceStatus.Posting, 1), (session.Code, session.State.Remittance.Status, session.State.Remittance.Attempt));
    }

    [Fact]
    [Trait("Req", "SAN-6")]
    public void A_saved_session_is_paused_until_it_is_resumed_posted_or_discarded()
    {
        var session = Of(300.00m).Act(RemittanceRules.Save);
        Assert.Equal(RemittanceStatus.Saved, session.State.Remittance.Status);
        Assert.Equal("SAVED", session.AddCheck(300.00m).Code);
        Assert.Null(session.Act(RemittanceRules.Resume).Code);
        Assert.Equal("NOT_SAVED", session.Act(RemittanceRules.Resume).Code);
        Assert.Null(session.Act(RemittanceRules.Save).Act(RemittanceRules.Discard).Code);
        Assert.Equal("NOT_OPEN", session.Act(RemittanceRules.Discard).Code);
    }
}
