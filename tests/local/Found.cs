namespace Serverless.Local.Tests;

internal static class Found
{
    /// <summary>The value, which must be there.</summary>
    public static T OrFail<T>(this T? value)
        where T : class
    {
        Assert.NotNull(value);
        return value;
    }
}
