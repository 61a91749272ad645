namespace Serverless.Web.Pages.Layout;

/// <summary>A column of a plot.</summary>
/// <param name="Name">What stands below it.</param>
/// <param name="Counts">One for each series, in their order.</param>
public sealed record BarColumn(string Name, IReadOnlyList<int> Counts);

/// <summary>What one colour stands for.</summary>
/// <param name="Colour">A class of the style sheet, f1 to f6.</param>
public sealed record BarSeries(string Name, string Colour);
