using Serverless.Payments.ProviderPayments.Attendance;

namespace Serverless.Payments.Tests.ProviderPayments.Attendance;

/// <summary>Signatures hang on these hashes: where a test here fails, the code is wrong and never the hash.</summary>
[Trait("Req", "CARE-2")]
public sealed class SheetHashTests
{
    private static readonly DateOnly Day = new(2026, 11, 2);

    private static readonly AttendanceDay[] Sheet =
    [
        new(Day, 480, 720, null),
        new(Day, 780, 1440, null),
        new(Day.AddDays(1), null, null, "ill, née Ödön 👵"),
    ];

    [Fact]
    public void Hash_is_what_it_was_when_signatures_were_put_under_it()
    {
        Assert.Equal("04a970204a83a1437f88a0c05b331c107b29cef9c992c12e3c087684c5ccb7f1", SheetHash.Of("pp-01JD2V5Q8Z", Sheet));
        Assert.Equal("18dc68c1496a9b7d18844d8ef4cd302ba894b8fe5bff285f80cf27a056fc4ee5", SheetHash.Of("pp-1", []));
    }

    public static TheoryData<string, AttendanceDay[]> Others => new()
    {
        { "pp-2", Sheet },
        { "pp-1", [Sheet[1], Sheet[0], Sheet[2]] },
        { "pp-1", [Sheet[0], Sheet[2]] },
        { "pp-1", [Sheet[0] with { InMinute = 481 }, Sheet[1], Sheet[2]] },
        { "pp-1", [Sheet[0] with { OutMinute = 721 }, Sheet[1], Sheet[2]] },
        { "pp-1", [Sheet[0] with { Date = Day.AddDays(-1) }, Sheet[1], Sheet[2]] },
        { "pp-1", [Sheet[0], Sheet[1], Sheet[2] with { Absence = "ill" }] },
        { "pp-1", [Sheet[0], Sheet[1], Sheet[2] with { Absence = "ill, nee Ödön 👵" }] },
    };

    [Theory]
    [MemberData(nameof(Others))]
    public void Another_payment_or_another_sheet_has_another_hash(string paymentId, AttendanceDay[] days)
        => Assert.NotEqual(SheetHash.Of("pp-1", Sheet), SheetHash.Of(paymentId, days));

    [Fact]
    public void A_reason_that_looks_like_rows_is_no_rows()
        => Assert.NotEqual(
            SheetHash.Of("pp-1", [new(Day, null, null, "x\n2026-11-03 absent 1 y")]),
            SheetHash.Of("pp-1", [new(Day, null, null, "x"), new(Day.AddDays(1), null, null, "y")]));

    [Fact]
    public void What_is_neither_a_stay_nor_an_absence_is_not_sealed()
    {
        Assert.Throws<ArgumentException>(() => SheetHash.Of("pp-1", [new(Day, 480, null, null)]));
        Assert.Throws<ArgumentException>(() => SheetHash.Of("pp-1", [new(Day, 480, 720, "ill")]));
        Assert.ThrowsAny<ArgumentException>(() => SheetHash.Of("pp-1", [new(Day, null, null, "half \ud83d")]));
    }
}
