namespace ParallelApproval.Web.Workbench;

/// <summary>
/// A handler for one command (一次办理). A connection may stay open for hours, and what is made once for it would go on working with what it
/// read first; this makes the handler anew, and what it needs, and puts it away afterwards.
/// </summary>
internal sealed class OneCommand(IServiceScopeFactory scopes)
{
    public async Task<T> WithAsync<THandler, T>(Func<THandler, Task<T>> run)
        where THandler : notnull
    {
        await using var scope = scopes.CreateAsyncScope();
        return await run(scope.ServiceProvider.GetRequiredService<THandler>());
    }
}
