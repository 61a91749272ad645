namespace Serverless.Payments.Codes;

/// <summary>A list that people choose from.</summary>
/// <param name="Name">As in the address: <c>aid-codes</c>, <c>need-categories</c>, <c>need-types</c>.</param>
/// <param name="Entries">In the order in which they are offered.</param>
public sealed record CodeTable(string Name, IReadOnlyList<CodeEntry> Entries)
{
    public CodeEntry? Find(string? code) => Entries.FirstOrDefault(entry => entry.Code == code);
}

/// <param name="Code">What is chosen and stored.</param>
/// <param name="Meaning">What it is for, in words.</param>
/// <param name="Within">For a need type: the category that it belongs to.</param>
public sealed record CodeEntry(string Code, string Meaning, string? Within = null);
