namespace Serverless.Local;

/// <summary>How CAPS is reached, and SMART with it.</summary>
public enum CapsKind
{
    /// <summary>Both are played, each with a ledger and a copy of what it judges by of its own in the data folder.</summary>
    Simulator,

    /// <summary>Through batch and answer files in the data folder.</summary>
    Files,
}
