using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Catalogue;
using ParallelApproval.Organisation;

namespace ParallelApproval.Testing;

/// <summary>A designer at work in a test: the next version of an item of the sample district.</summary>
public static class DesigningItems
{
    extension(TestHouse house)
    {
        /// <summary>Publishes the item with that one thing changed; in force from today.</summary>
        public async Task PublishAsync(string itemCode, Func<ItemDraft, ItemDraft> change)
        {
            var draft = SampleDistrict.Items().Single(item => item.ItemCode == itemCode) with
            {
                EffectiveFrom = house.Get<TimeProvider>().OfficialToday(),
            };
            var designer = house.Get<OfficerRegister>().Find("designer")!;
            using var scope = house.Services.CreateScope();
            var handler = scope.ServiceProvider.GetRequiredService<PublishItemHandler>();
            var published = await handler.HandleAsync(
                new(change(draft), 1, designer.Id),
                house.By("designer", "XZSP"),
                CancellationToken.None
            );
            published.IsError.ShouldBeFalse(published.IsError ? published.FirstError.Description : "");
        }
    }
}
