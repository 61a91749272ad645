using System.Collections.Concurrent;
using Serverless.Payments.Mails;

namespace Serverless.Testing;

/// <summary>Takes mails and keeps them for the test to read; answers what the test says.</summary>
public sealed class RecordingCarrier : IMailCarrier
{
    private readonly ConcurrentQueue<Mail> taken = new();
    private int attempts;

    /// <summary>What it answers; taken, unless the test says otherwise.</summary>
    public Func<Mail, MailReceipt> Answer { get; set; } = _ => MailReceipt.Taken;

    /// <summary>How often it was asked to carry anything.</summary>
    public int Attempts => Volatile.Read(ref attempts);

    /// <summary>What it took, in order.</summary>
    public IReadOnlyList<Mail> Taken => [.. taken];

    /// <summary>What it took to an address.</summary>
    public IReadOnlyList<Mail> To(string user) => [.. taken.Where(mail => mail.To == $"{user}@agency.example")];

    public Task<MailReceipt> CarryAsync(Mail mail, CancellationToken cancellation = default)
    {
        Interlocked.Increment(ref attempts);
        var receipt = Answer(mail);
        if (receipt.IsTaken)
        {
            taken.Enqueue(mail);
        }

        return Task.FromResult(receipt);
    }
}
