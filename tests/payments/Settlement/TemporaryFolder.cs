namespace Serverless.Payments.Tests.Settlement;

/// <summary>A folder of the test's own, removed with it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder() => Path = System.IO.Directory.CreateTempSubdirectory("serverless-caps-").FullName;

    public string Path { get; }

    public string File(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    public void Dispose() => System.IO.Directory.Delete(Path, recursive: true);
}
