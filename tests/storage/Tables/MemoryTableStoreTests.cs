using Serverless.Storage.Memory;

namespace Serverless.Storage.Tests.Tables;

public sealed class MemoryTableStoreTests : TableStoreContract
{
    protected override Task<ITableStore> OpenAsync() => Task.FromResult<ITableStore>(new MemoryTableStore());
}
