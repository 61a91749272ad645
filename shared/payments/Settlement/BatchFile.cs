namespace Serverless.Payments.Settlement;

/// <summary>The names of the files that batches go out in.</summary>
internal static class BatchFile
{
    /// <summary>The most files that one batch may be spread over, when it comes again with further keys.</summary>
    public const int FilesPerBatchMax = 1_000;

    /// <summary>The name of a batch's file; the number tells those apart over which it is spread.</summary>
    public static string NameOf(string batchId, int number)
    {
        var safe = string.Concat(batchId.Select(character => char.IsAsciiLetterOrDigit(character) || character == '-' ? character : '_'));
        return number == 1 ? $"{safe}.csv" : $"{safe}.{number}.csv";
    }
}
