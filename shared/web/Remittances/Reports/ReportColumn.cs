namespace Serverless.Web.Remittances.Reports;

/// <summary>A column of the printed table.</summary>
/// <param name="Head">What stands above it.</param>
/// <param name="Left">In hundredths of a point from the table's left end.</param>
/// <param name="Right">Likewise.</param>
/// <param name="IsNumber">Numbers stand at the right, so that their points are below each other.</param>
internal sealed record ReportColumn(string Head, int Left, int Right, bool IsNumber)
{
    public static ReportColumn Client { get; } = new("Client", 0, 13000, false);

    public static ReportColumn Invoice { get; } = new("Invoice", 13300, 21700, false);

    public static ReportColumn Line { get; } = new("Line", 21700, 23700, true);

    public static ReportColumn ServiceDate { get; } = new("Service date", 24300, 29300, false);

    public static ReportColumn Billed { get; } = new("Billed", 29300, 36300, true);

    public static ReportColumn Post { get; } = new("Post", 36300, 43300, true);

    public static ReportColumn Adjustment { get; } = new("Adjustment", 43300, 50300, true);

    public static ReportColumn Type { get; } = new("Type", 50900, 57900, false);

    public static ReportColumn Balance { get; } = new("Balance", 57900, 64900, true);

    public static ReportColumn Status { get; } = new("Status", 65500, 72000, false);

    /// <summary>The name of a total, over the columns before its figures.</summary>
    public static ReportColumn Span { get; } = new("", 0, 36300, false);

    public static IReadOnlyList<ReportColumn> All { get; } = [Client, Invoice, Line, ServiceDate, Billed, Post, Adjustment, Type, Balance, Status];
}

/// <summary>A text in a column.</summary>
internal sealed record ReportCell(ReportColumn Column, string Text);
