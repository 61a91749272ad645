namespace Serverless.Web.Health;

/// <summary>How a part of the installation shows that it works. A host may register further ones; one of the same name replaces the built-in one.</summary>
/// <param name="Part">Its name in the answer: storage, engine, caps, smart, or another.</param>
/// <param name="CheckAsync">Throws where the part does not work. What it throws is logged and not told.</param>
public sealed record HealthProbe(string Part, Func<CancellationToken, Task> CheckAsync);
