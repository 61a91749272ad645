namespace Serverless.Local;

/// <summary>How CAPS is reached.</summary>
public enum CapsKind
{
    /// <summary>It is played, with contracts and a ledger of its own in the data folder.</summary>
    Simulator,

    /// <summary>Through batch and answer files in the data folder.</summary>
    Files,
}
