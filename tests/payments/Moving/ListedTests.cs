using System.Reflection;

namespace Serverless.Payments.Tests.Moving;

/// <summary>Whoever moves an installation moves what these lists name, so that they name all.</summary>
public sealed class ListedTests
{
    [Theory]
    [InlineData(typeof(Tables))]
    [InlineData(typeof(Containers))]
    public void Every_name_is_on_the_list_once(Type names)
    {
        var constants = names.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static).Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!);
        var all = (IReadOnlyList<string>)names.GetProperty("All")!.GetValue(null)!;

        Assert.NotEmpty(all);
        Assert.Equal(constants.Order(), all.Order());
    }
}
