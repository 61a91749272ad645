using System.Text;
using static Serverless.Storage.TableOperation;

namespace Serverless.Storage.Tests.Tables;

/// <summary>Runs steps against a store and writes down what it answers, with ETags by the order in which it gave them.</summary>
internal sealed class TableStoreTrace(ITableStore store, string tablePrefix)
{
    private readonly List<(string Row, string ETag)> etags = [];
    private readonly Dictionary<(string Table, string PartitionKey, string RowKey), List<string>> etagsOfRow = [];

    public async Task<string> RunAsync(TableStep step)
    {
        var answers = new StringBuilder();
        if (step.Changes.Count > 0)
        {
            answers.AppendLine(await SubmitAsync(step));
        }

        string? continuation = null;
        do
        {
            var page = await store.QueryAsync(tablePrefix + step.Table, step.PartitionKey, step.Range, step.Top, continuation);
            answers.AppendJoin(", ", page.Rows.Select(row => Describe(step, row))).AppendLine(page.Continuation is null ? "." : " …");
            continuation = page.Continuation;
        }
        while (continuation is not null);
        foreach (var change in step.Changes)
        {
            answers.AppendLine(await store.GetAsync(tablePrefix + step.Table, step.PartitionKey, change.RowKey) is { } row ? Describe(step, row) : "none");
        }

        return answers.ToString();
    }

    private async Task<string> SubmitAsync(TableStep step)
    {
        try
        {
            var written = await store.SubmitAsync(tablePrefix + step.Table, step.PartitionKey, [.. step.Changes.Select(change => OperationOf(step, change))]);
            for (var index = 0; index < written.Count; index++)
            {
                if (written[index] is { } etag)
                {
                    // Rows written together may share one, so an ETag is told by its row as well.
                    var named = (NameOf(step.Table, step.PartitionKey, step.Changes[index].RowKey), etag);
                    Assert.DoesNotContain(named, etags);
                    etags.Add(named);
                    Seen(step, step.Changes[index].RowKey).Add(etag);
                }
            }

            return string.Join(' ', written.Select(etag => etag is null ? "deleted" : "written"));
        }
        catch (TableConflictException conflict)
        {
            return $"{conflict.RowKey}: {conflict.Conflict}";
        }
    }

    private TableOperation OperationOf(TableStep step, TableChange change)
    {
        var seen = Seen(step, change.RowKey);
        var etag = change.ETagAge < seen.Count ? seen[^(change.ETagAge + 1)] : "0";
        return change.Kind switch
        {
            ChangeKind.Insert => Insert(change.RowKey, change.Data),
            ChangeKind.Update => Update(change.RowKey, change.Data, etag),
            ChangeKind.Upsert => Upsert(change.RowKey, change.Data),
            ChangeKind.Delete => Delete(change.RowKey, etag),
            _ => Delete(change.RowKey),
        };
    }

    private List<string> Seen(TableStep step, string rowKey)
    {
        var row = (step.Table, step.PartitionKey, rowKey);
        if (!etagsOfRow.TryGetValue(row, out var seen))
        {
            etagsOfRow.Add(row, seen = []);
        }

        return seen;
    }

    private string Describe(TableStep step, TableRow row) => $"{row.PartitionKey}/{row.RowKey}={row.Data} #{etags.IndexOf((NameOf(step.Table, row.PartitionKey, row.RowKey), row.ETag))}";

    private static string NameOf(string table, string partitionKey, string rowKey) => $"{table}/{partitionKey}/{rowKey}";
}
