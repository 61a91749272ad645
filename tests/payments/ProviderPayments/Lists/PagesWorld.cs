using Microsoft.Extensions.Time.Testing;
using Serverless.Payments.Directory;
using Serverless.Payments.Identity;
using Serverless.Payments.ProviderPayments.Lists;
using Serverless.Storage;
using Serverless.Storage.Memory;

namespace Serverless.Payments.Tests.ProviderPayments.Lists;

/// <summary>A process that lists, beside another that shows.</summary>
internal sealed class PagesWorld : IDisposable
{
    public static readonly Caller Operations = new("operations", new HashSet<Role> { Role.Operations });

    private readonly ClientGate gate = new();
    private readonly ProviderPaymentLists shown;
    private readonly ProviderPaymentLists listed;

    /// <param name="tables">The store that the listing process reads; the other writes to the one behind it.</param>
    /// <param name="store">That one.</param>
    public PagesWorld(ITableStore? tables = null, MemoryTableStore? store = null)
    {
        var written = store ?? new MemoryTableStore();
        shown = new(written);
        listed = new(tables ?? written);
        Directory = new(written, gate);
        Pages = new(listed, Directory, Time);
    }

    public FakeTimeProvider Time { get; } = new(ListedSample.Now);

    public AgencyDirectory Directory { get; }

    public ProviderPaymentPages Pages { get; }

    public Task ShowAsync(params IReadOnlyList<ListedPayment> items) => shown.ShowAsync(items, CancellationToken.None);

    public Task<PeriodPage> ListAsync(PeriodQuery query, Caller? caller = null, string? after = null, int top = 500) => Pages.ListAsync(caller ?? Operations, query, after, top);

    /// <summary>Every item of every page, with what is done between them.</summary>
    public async Task<List<ListedPayment>> ListAllAsync(PeriodQuery query, int top, Func<Task>? between = null, Caller? caller = null)
    {
        var items = new List<ListedPayment>();
        string? after = null;
        do
        {
            var page = await ListAsync(query, caller, after, top);
            Assert.InRange(page.Items.Count, page.Next is null ? 0 : top, top);
            items.AddRange(page.Items);
            after = page.Next;
            await (between?.Invoke() ?? Task.CompletedTask);
        }
        while (after is not null);
        return items;
    }

    public void Dispose()
    {
        shown.Dispose();
        listed.Dispose();
        gate.Dispose();
    }
}
