using System.Text.Json.Serialization;

namespace Serverless.Payments.ProviderPayments;

/// <summary>The first axis of a provider payment: how far its digital attendance sheet is (CARE-1). A payment whose sheet comes on paper stays New.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SubmissionStatus>))]
public enum SubmissionStatus
{
    /// <summary>Nothing was submitted digitally.</summary>
    New,

    /// <summary>The provider has submitted the sheet, or it was changed after it was signed; the parent is to sign it.</summary>
    [JsonStringEnumMemberName("Ready for Parent")]
    ReadyForParent,

    /// <summary>The parent has signed exactly the sheet that stands.</summary>
    Submitted,
}
