namespace Serverless.Local.Demo;

/// <summary>A step of the demo did not do what it must.</summary>
internal sealed class DemoException(string message) : Exception(message);
