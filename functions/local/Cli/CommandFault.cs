using Azure;
using Microsoft.Data.Sqlite;
using Serverless.Local.Moving;
using Serverless.Sqlite;
using Serverless.Storage;
using Serverless.Storage.Azure;

namespace Serverless.Local.Cli;

/// <summary>What a command that could not be done says of it.</summary>
internal static class CommandFault
{
    /// <summary>The sentence; null where it is a fault of ours, of which only the stack tells.</summary>
    public static string? SentenceOf(Exception exception) => exception switch
    {
        StartupException or MovingException or DatabaseInUseException or InvalidDataException or StorageUnavailableException => exception.Message,
        SqliteException => $"The database cannot be used: {exception.Message} Look at the data folder and the disk it is on.",
        TableConflictException => $"Somebody else wrote to the storage at this moment. {exception.Message} See that nobody else is at work on it, such as a second import, and give the command again.",

        // Not its message, which repeats the whole answer with its headers.
        RequestFailedException refused => $"The storage account refused a request ({refused.Status} {refused.ErrorCode ?? "without a code"}). Look at the account, and at the addresses that --storage names, and give the command again.",
        _ => null,
    };
}
