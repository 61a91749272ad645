using System.Text.Json.Serialization;

namespace Serverless.Payments.Identity;

/// <summary>In which capacity somebody acts. The names in JSON and in tokens are the ones given here.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Role>))]
public enum Role
{
    /// <summary>Delivers services and is paid; acts for one provider.</summary>
    [JsonStringEnumMemberName("provider")]
    Provider,

    /// <summary>Support coordinator (SC).</summary>
    [JsonStringEnumMemberName("coordinator")]
    Coordinator,

    /// <summary>DSPD's payment technician.</summary>
    [JsonStringEnumMemberName("technician")]
    Technician,

    /// <summary>Office of Fiscal Operations.</summary>
    [JsonStringEnumMemberName("ofo")]
    Ofo,

    [JsonStringEnumMemberName("operations")]
    Operations,

    /// <summary>Regional Provider Agreement Manager.</summary>
    [JsonStringEnumMemberName("manager")]
    Manager,

    /// <summary>Local office.</summary>
    [JsonStringEnumMemberName("office")]
    Office,

    [JsonStringEnumMemberName("parent")]
    Parent,

    [JsonStringEnumMemberName("biller")]
    Biller,

    [JsonStringEnumMemberName("auditor")]
    Auditor,

    [JsonStringEnumMemberName("admin")]
    Admin,

    /// <summary>The payment system itself, when it answers a run. Nobody signs in with it.</summary>
    [JsonStringEnumMemberName("caps")]
    Caps,

    /// <summary>The payment system of mass payments, likewise.</summary>
    [JsonStringEnumMemberName("smart")]
    Smart,
}

/// <summary>Roles by who has them.</summary>
public static class Roles
{
    /// <summary>Every role that a person may have; payment systems have the others.</summary>
    public static IReadOnlyList<Role> OfPeople { get; } = [.. Enum.GetValues<Role>().Where(role => role is not (Role.Caps or Role.Smart))];
}
