namespace Serverless.Payments.Codes;

/// <summary>
/// The code tables of mass payments. The source names the two aid codes (KEES-2) and says that categories and types are
/// chosen from menus, without listing them: those here are a reading.
/// </summary>
public static class CodeTables
{
    public static CodeTable AidCodes { get; } = new("aid-codes",
    [
        new("ET", "Payments related to FAET services"),
        new("TAF Employment Svs", "Payments related to Work Programs services"),
    ]);

    public static CodeTable NeedCategories { get; } = new("need-categories",
    [
        new("Employment Services", "Finding, keeping and learning for work"),
        new("Education", "Schooling and its materials"),
        new("Transportation", "The way to work, school and appointments"),
        new("Supportive Services", "What stands between a person and work"),
    ]);

    public static CodeTable NeedTypes { get; } = new("need-types",
    [
        new("Job Search", "Help with looking for work", "Employment Services"),
        new("Job Readiness", "Preparation for work", "Employment Services"),
        new("Work Experience", "Placement with an employer", "Employment Services"),
        new("Job Retention", "Help with keeping work", "Employment Services"),
        new("Basic Education", "GED, literacy, English", "Education"),
        new("Vocational Training", "Training for a trade", "Education"),
        new("Books and Supplies", "Materials for schooling", "Education"),
        new("Bus Pass", "Public transport", "Transportation"),
        new("Mileage", "A private car's miles", "Transportation"),
        new("Vehicle Repair", "Repair of a private car", "Transportation"),
        new("Work Clothing", "Uniforms, shoes, safety gear", "Supportive Services"),
        new("Tools", "Tools of a trade", "Supportive Services"),
        new("License Fee", "Fees for licences and tests", "Supportive Services"),
    ]);

    public static IReadOnlyList<CodeTable> All { get; } = [AidCodes, NeedCategories, NeedTypes];

    public static CodeTable? Find(string name) => All.FirstOrDefault(table => table.Name == name);
}
