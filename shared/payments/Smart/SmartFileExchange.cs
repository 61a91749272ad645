using Serverless.Payments.Settlement;

namespace Serverless.Payments.Smart;

/// <summary>
/// SMART reached through files (KEES-6). A batch has the header
/// <c>key,provider_id,service_id,client_id,case_number,aid_code,need_category,need_type,begin,end,amount</c>.
/// </summary>
/// <param name="folder">The <c>smart</c> folder of the data folder; made where it is missing.</param>
/// <param name="clock">Dates the records.</param>
/// <exception cref="InvalidDataException">A record of before cannot be read; the message names the line.</exception>
public sealed class SmartFileExchange(string folder, TimeProvider clock) : FileExchange<SmartInstruction>(folder, SmartBatchFile.Format, clock), ISmart;
