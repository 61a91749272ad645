namespace Serverless.Sqlite;

/// <summary>
/// One member of a group commit. Its statements stand or fall alone, by a savepoint; exactly one of
/// <see cref="Committed"/> and <see cref="Failed"/> is called, on the writer's thread, once it is settled.
/// </summary>
/// <remarks>The callbacks must not block and must not throw: the next group waits for them.</remarks>
public abstract class WriteOperation
{
    /// <summary>Runs the statements. An exception undoes this member alone.</summary>
    protected internal abstract void Execute(SqliteSession session);

    /// <summary>The group is on disk.</summary>
    protected internal abstract void Committed();

    /// <summary>Nothing of this member was written: its own exception, or that of the group's commit.</summary>
    protected internal abstract void Failed(Exception exception);
}
