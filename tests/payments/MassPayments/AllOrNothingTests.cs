using FsCheck;
using FsCheck.Fluent;
using Serverless.Payments.Ledger;
using Serverless.Payments.MassPayments;
using Serverless.Payments.MassPayments.Requests;
using Serverless.Payments.People;
using Serverless.Storage;
using Serverless.Testing;
using static Serverless.Payments.Tests.MassPayments.MassWorld;

namespace Serverless.Payments.Tests.MassPayments;

/// <summary>Any mix of good and bad entries gives everything or nothing, and names each bad entry; judged by a reckoning of the test's own.</summary>
[Trait("Req", "KEES-6")]
[Trait("Req", "KEES-7")]
public sealed class AllOrNothingTests : IAsyncLifetime
{
    private const int Cases = 100;
    private const int EntriesMax = 60;
    private const int People = 30;
    private const int ClosedPerson = 31;
    private const int UnknownPerson = 32;
    private static readonly string[] Types = ["Bus Pass", "Mileage", "Vehicle Repair"];
    private readonly List<Made> made = [];
    private PaymentsWorld world = null!;
    private int approved;
    private int refused;

    public async Task InitializeAsync()
    {
        world = await MassWorld.CreateAsync(People);
        await world.Application.People.PutAsync(new Person(Client(ClosedPerson), "Ada", "Lopez", new DateOnly(1990, 1, 1), null, [new(Case(ClosedPerson), "Work Programs", Open: false)]), null);
    }

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Fact]
    public async Task Any_mix_of_entries_gives_all_or_nothing_and_every_bad_one_is_named()
    {
        await Task.Run(() => Prop.ForAll(Pages().ToArbitrary(), page => PlayAsync(page).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(Cases)));

        Assert.InRange(approved, Cases / 10, Cases);
        Assert.InRange(refused, Cases / 10, Cases);
    }

    private static Gen<Line[]> Pages()
    {
        var any =
            from flaw in Gen.Frequency((30, Gen.Constant(Flaw.None)), (1, Gen.Elements(Enum.GetValues<Flaw>())))
            from person in Gen.Choose(1, People)
            from type in Gen.Elements(Types)
            from day in Gen.Choose(1, 330)
            from days in Gen.Choose(0, 4)
            from cents in Gen.Choose(1, 100_000)
            select new Line(flaw, person, type, new DateOnly(2026, 1, 1).AddDays(day), days, cents);
        return Gen.Choose(1, EntriesMax).SelectMany(count => any.ArrayOf(count));
    }

    private async Task<bool> PlayAsync(Line[] lines)
    {
        var before = (await world.BalancesAsync()).GetValueOrDefault(Accounts.Encumbrances);
        var draft = await world.DraftAsync([.. lines.Select(line => line.ToTexts())]);
        var faults = lines.SelectMany((_, index) => Expect(lines, index).Select(code => $"{index + 1} {code}")).Order(StringComparer.Ordinal).ToList();

        var result = await world.ApproveAsync(draft);

        Assert.Equal(faults, result.Faults.Select(fault => $"{fault.N} {fault.Fault.Code}").Order(StringComparer.Ordinal));
        Assert.Equal(faults.Count == 0, result.Page is { Status: MassPaymentStatus.Approved });
        var total = faults.Count == 0 ? lines.Sum(line => line.Cents) / 100m : 0m;
        Assert.Equal(before + total, (await world.BalancesAsync()).GetValueOrDefault(Accounts.Encumbrances));
        await (faults.Count == 0 ? AssertAllAsync(draft, lines) : AssertNothingAsync(draft, lines));
        return true;
    }

    private async Task AssertAllAsync(MassPayment draft, Line[] lines)
    {
        approved++;
        made.AddRange(lines.Select(line => new Made(line.Person, line.Type, line.Begin, line.End)));
        var requests = await world.RequestsAsync(draft);
        Assert.Equal(lines.Select((line, index) => (MassPaymentKeys.RequestId(draft.Id, index + 1), RequestStatus.Authorized, line.Cents / 100m)), requests.Select(request => (request.Id, request.Status, request.Order.Amount.Amount)));
        foreach (var person in lines.Index().GroupBy(line => line.Item.Person))
        {
            var needs = (await world.NeedsAsync(person.Key)).Where(need => need.MassPaymentId == draft.Id);
            Assert.Equal(
                person.Select(line => (MassPaymentKeys.NeedId(draft.Id, line.Index + 1), MassPaymentKeys.ArrangementId(draft.Id, line.Index + 1), line.Item.Type, line.Item.Begin, line.Item.End)).Order(),
                needs.Select(need => (need.Id, need.Arrangement.Id, need.Type, need.Begin, need.End)).Order());
        }
    }

    private async Task AssertNothingAsync(MassPayment draft, Line[] lines)
    {
        refused++;
        var rows = await world.Tables.ScanAsync(Tables.MassPayments, draft.Id, RowRange.All).Select(row => row.RowKey).ToListAsync();
        Assert.DoesNotContain(rows, row => row.StartsWith(MassPaymentKeys.JournalPrefix, StringComparison.Ordinal));
        Assert.Equal(MassPaymentStatus.Draft, (await world.Application.MassPayments.FindAsync(draft.Id))!.Status);
        Assert.Empty(await world.RequestsAsync(draft));
        Assert.Null(await world.Application.PaymentRequests.FindAsync(MassPaymentKeys.RequestId(draft.Id, 1)));
        foreach (var person in lines.Select(line => line.Person).Distinct())
        {
            Assert.DoesNotContain(await world.NeedsAsync(person), need => need.MassPaymentId == draft.Id);
        }
    }

    /// <summary>What is to be told of one line.</summary>
    private IEnumerable<string> Expect(Line[] lines, int index)
    {
        var line = lines[index];
        if (line.Flaw != Flaw.None)
        {
            yield return line.Flaw switch
            {
                Flaw.Unticked => "UNTICKED",
                Flaw.BadId => "BAD_CLIENT_ID",
                Flaw.BadDate => "BAD_DATE",
                Flaw.EndBeforeBegin => "END_BEFORE_BEGIN",
                Flaw.BadAmount => "BAD_AMOUNT",
                Flaw.SecondAidCode => "SECOND_AID_CODE",
                Flaw.ForeignCase => "CASE_OF_OTHER_PERSON",
                Flaw.ClosedCase => "CASE_CLOSED",
                _ => "UNKNOWN_PERSON",
            };
        }

        if (!line.IsComparable)
        {
            yield break;
        }

        // Of two alike the one that begins later is at fault; of two that begin on one day, the one further down.
        var earlier = lines.Index().Where(other => other.Item.IsComparable && (other.Item.Begin, other.Index).CompareTo((line.Begin, index)) < 0);
        if (earlier.Any(other => other.Item.Facts.IsOver(line.Facts)))
        {
            yield return "REPEATED";
        }

        if (made.Any(one => one.IsOver(line.Facts)))
        {
            yield return "ALREADY_EXISTS";
        }
    }

    public enum Flaw
    {
        None,
        Unticked,
        BadId,
        BadDate,
        EndBeforeBegin,
        BadAmount,
        SecondAidCode,
        ForeignCase,
        ClosedCase,
        UnknownPerson,
    }

    /// <summary>An entry, and what is wrong with it.</summary>
    public sealed record Line(Flaw Flaw, int Chosen, string Type, DateOnly Begin, int Days, int Cents)
    {
        public DateOnly End => Begin.AddDays(Days);

        public int Person => Flaw switch
        {
            Flaw.ClosedCase => ClosedPerson,
            Flaw.UnknownPerson => UnknownPerson,
            _ => Chosen,
        };

        /// <summary>Whether it can be read, so that it is compared with others.</summary>
        public bool IsComparable => Flaw is not (Flaw.BadId or Flaw.BadDate or Flaw.EndBeforeBegin);

        internal Made Facts => new(Person, Type, Begin, End);

        public MassEntryTexts ToTexts() => new(
            Flaw == Flaw.ForeignCase ? Case(Person + 1) : Case(Person),
            Flaw == Flaw.BadId ? "12345" : Client(Person),
            "Transportation",
            Type,
            Flaw == Flaw.BadAmount ? "12.345" : Payments.Amounts.Money.Of(Cents / 100m).ToString(),
            Flaw == Flaw.BadDate ? "13/45/2026" : EntryDate.Write(Begin),
            EntryDate.Write(Flaw == Flaw.EndBeforeBegin ? Begin.AddDays(-1) : End),
            Flaw != Flaw.Unticked,
            Flaw == Flaw.SecondAidCode ? "TAF Employment Svs" : null);
    }

    /// <summary>A need by what makes it a duplicate of another.</summary>
    internal sealed record Made(int Person, string Type, DateOnly Begin, DateOnly End)
    {
        public bool IsOver(Made other) => Person == other.Person && Type == other.Type && Begin <= other.End && other.Begin <= End;
    }
}
