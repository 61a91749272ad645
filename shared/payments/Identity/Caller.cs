namespace Serverless.Payments.Identity;

/// <summary>Who acts, as the token says.</summary>
/// <param name="User">The person's stable id, never reused.</param>
/// <param name="Roles">Every role the person has.</param>
/// <param name="ProviderId">For role provider: the provider acted for.</param>
/// <param name="ChildIds">For role parent: the parent's children (client ids).</param>
public sealed record Caller(string User, IReadOnlySet<Role> Roles, string? ProviderId = null, IReadOnlySet<string>? ChildIds = null)
{
    /// <summary>Roles that see every record.</summary>
    private static readonly Role[] StaffRoles = [Role.Technician, Role.Ofo, Role.Operations, Role.Manager, Role.Office, Role.Biller, Role.Auditor, Role.Admin];

    public bool IsStaff => StaffRoles.Any(Roles.Contains);

    public bool Is(Role role) => Roles.Contains(role);

    /// <summary>Whether the caller acts for the provider.</summary>
    public bool IsOfProvider(string providerId) => Is(Role.Provider) && ProviderId == providerId;

    /// <summary>Whether the client is a child of the caller.</summary>
    public bool IsParentOf(string clientId) => Is(Role.Parent) && ChildIds?.Contains(clientId) == true;
}
