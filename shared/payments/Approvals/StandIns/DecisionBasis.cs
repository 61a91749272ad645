using Serverless.Payments.Approvals.Policies;
using Serverless.Payments.Directory;

namespace Serverless.Payments.Approvals.StandIns;

/// <summary>What the rules know of a decision beside the payment and the decision itself, read at the moment of judging.</summary>
/// <param name="Client">The client that the payment is for.</param>
/// <param name="Policy">The policy in force; it holds for the stage that a move leads to.</param>
/// <param name="StandIn">What is known of who acts for somebody else; null where everybody acts for themselves.</param>
public sealed record DecisionBasis(Client? Client, ApprovalPolicy Policy, StandIn? StandIn = null);

/// <param name="IsForRole">Whether the one acted for could decide here.</param>
/// <param name="IsEntitled">Whether a delegation is in force, or this version was escalated from the one to the other.</param>
/// <param name="IsParty">Whether who acts is of the provider that is paid, or a parent of the client.</param>
public sealed record StandIn(bool IsForRole, bool IsEntitled, bool IsParty);
