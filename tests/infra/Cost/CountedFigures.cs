using System.Text.Json;

namespace Serverless.Infra.Tests.Cost;

/// <summary>The figures that the reckoning starts from, as infra/cost.json holds them.</summary>
internal static class CountedFigures
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow };

    public static Work Of(string step)
    {
        using var figures = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Infra, "cost.json")));
        return figures.RootElement.GetProperty("counted").GetProperty(step).Deserialize<Work>(Strict)!;
    }
}
