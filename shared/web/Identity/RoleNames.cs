using Serverless.Payments.Identity;

namespace Serverless.Web.Identity;

/// <summary>Roles as people call them.</summary>
public static class RoleNames
{
    public static string Of(Role role) => role switch
    {
        Role.Provider => "Provider",
        Role.Coordinator => "Support coordinator",
        Role.Technician => "DSPD payment technician",
        Role.Ofo => "Office of Fiscal Operations",
        Role.Operations => "Operations",
        Role.Manager => "Regional Provider Agreement Manager",
        Role.Office => "Local office",
        Role.Parent => "Parent",
        Role.Biller => "Biller",
        Role.Auditor => "Auditor",
        Role.Admin => "Administrator",
        Role.Caps => "CAPS",
        Role.Smart => "SMART",
        _ => throw new InvalidOperationException($"The role {role} has no name."),
    };
}
