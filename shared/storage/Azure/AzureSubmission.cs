using System.Diagnostics;
using Azure;
using Azure.Data.Tables;

namespace Serverless.Storage.Azure;

/// <summary>One transaction of the table port: an entity group transaction that is told from others by its id, however often it is sent.</summary>
internal sealed class AzureSubmission
{
    private readonly string id = Guid.NewGuid().ToString("N");
    private readonly TableClient client;
    private readonly string table;
    private readonly string partitionKey;
    private readonly IReadOnlyList<TableOperation> operations;
    private readonly List<TableTransactionAction> actions;

    public AzureSubmission(TableClient client, string table, string partitionKey, IReadOnlyList<TableOperation> operations)
    {
        this.client = client;
        this.table = table;
        this.partitionKey = partitionKey;
        this.operations = operations;
        actions = [.. operations.Select(ActionOf)];
    }

    /// <exception cref="TableConflictException">A condition does not hold, and it is not our own work that it does not hold against.</exception>
    public async Task<IReadOnlyList<string?>> RunAsync(Attempt attempt)
    {
        // Before as well, because a retry of an upsert meets no conflict and would undo what others wrote meanwhile.
        if (attempt.IsInDoubt && await FindCommittedAsync(attempt.Cancellation) is { } before)
        {
            return before;
        }

        try
        {
            return await SendAsync(attempt.Cancellation);
        }
        catch (RequestFailedException refused) when (ConflictOf(refused) is not null)
        {
            return attempt.IsInDoubt && await FindCommittedAsync(attempt.Cancellation) is { } after ? after : throw ConflictOf(refused)!;
        }
    }

    private async Task<IReadOnlyList<string?>> SendAsync(CancellationToken cancellation)
    {
        try
        {
            return await SendOnceAsync(cancellation);
        }
        catch (RequestFailedException refused) when (AzureCodes.CodeOf(refused) == AzureCodes.TableNotFound)
        {
            await client.CreateIfNotExistsAsync(cancellation);
            return await SendOnceAsync(cancellation);
        }
    }

    private async Task<IReadOnlyList<string?>> SendOnceAsync(CancellationToken cancellation)
    {
        var answers = (await client.SubmitTransactionAsync(actions, cancellation)).Value;
        if (answers.Count != operations.Count)
        {
            throw new InvalidDataException($"The service answered {answers.Count} results to {operations.Count} operations on table '{table}'.");
        }

        var etags = new string?[operations.Count];
        for (var index = 0; index < etags.Length; index++)
        {
            if (operations[index] is not DeleteRow)
            {
                etags[index] = answers[index].Headers.ETag?.ToString() ?? throw new InvalidDataException($"The service answered no ETag to a write on table '{table}'.");
            }
        }

        return etags;
    }

    /// <summary>The answer of the transaction where it was committed; null where nothing of it is to be seen.</summary>
    private async Task<IReadOnlyList<string?>?> FindCommittedAsync(CancellationToken cancellation)
    {
        var etags = new string?[operations.Count];
        var isOwn = operations.All(operation => operation is DeleteRow);
        var onlyDeletes = isOwn;
        for (var index = 0; index < etags.Length; index++)
        {
            if (operations[index] is DeleteRow && !onlyDeletes)
            {
                continue;
            }

            var row = await client.GetEntityIfExistsAsync<TableEntity>(partitionKey, operations[index].RowKey, [RowEntity.Submission], cancellation);
            if (onlyDeletes)
            {
                if (row.HasValue)
                {
                    return null;
                }

                continue;
            }

            var bearsId = row.HasValue && row.Value!.GetString(RowEntity.Submission) == id;
            isOwn |= bearsId;
            etags[index] = bearsId ? row.Value!.ETag.ToString() : RowEntity.StaleETag;
        }

        return isOwn ? etags : null;
    }

    private TableConflictException? ConflictOf(RequestFailedException refused)
    {
        TableConflict? conflict = (refused.Status, AzureCodes.CodeOf(refused)) switch
        {
            (409, AzureCodes.EntityAlreadyExists) => TableConflict.Exists,
            (404, not AzureCodes.TableNotFound) => TableConflict.Missing,
            (412, _) => TableConflict.Changed,
            _ => null,
        };
        if (conflict is null)
        {
            return null;
        }

        // Of a refusal of the whole request, which names no operation, the first one is as good as any.
        var index = (refused as TableTransactionFailedException)?.FailedTransactionActionIndex ?? 0;
        return new TableConflictException(table, partitionKey, operations[index < operations.Count ? index : 0].RowKey, conflict.Value);
    }

    private TableTransactionAction ActionOf(TableOperation operation) => operation switch
    {
        InsertRow insert => new TableTransactionAction(TableTransactionActionType.Add, EntityOf(insert.RowKey, insert.Data)),
        UpdateRow update => new TableTransactionAction(TableTransactionActionType.UpdateReplace, EntityOf(update.RowKey, update.Data), RowEntity.Condition(update.ETag)),
        UpsertRow upsert => new TableTransactionAction(TableTransactionActionType.UpsertReplace, EntityOf(upsert.RowKey, upsert.Data)),
        DeleteRow delete => new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(partitionKey, delete.RowKey), delete.ETag is null ? ETag.All : RowEntity.Condition(delete.ETag)),
        _ => throw new UnreachableException($"Unknown operation {operation.GetType().Name}."),
    };

    private TableEntity EntityOf(string rowKey, string data) => RowEntity.Write(partitionKey, rowKey, data, id);
}
