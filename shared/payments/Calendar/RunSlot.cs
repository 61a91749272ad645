using System.Globalization;

namespace Serverless.Payments.Calendar;

/// <summary>A slot of the weekly run: Wednesday, 20:00 America/Denver (UPI-5).</summary>
/// <param name="Day">The local Wednesday.</param>
/// <param name="CutOff">20:00 local of that day, UTC.</param>
public sealed record RunSlot(DateOnly Day, DateTimeOffset CutOff)
{
    /// <summary>The slot's key: the local Wednesday as <c>2026-11-25</c>.</summary>
    public string Key => Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
