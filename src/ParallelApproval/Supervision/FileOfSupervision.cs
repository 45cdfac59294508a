using ParallelApproval.Database;

namespace ParallelApproval.Supervision;

/// <summary>What this room keeps in a file that is taken out with its annexes.</summary>
public static class FileOfSupervision
{
    extension(CaseFile file)
    {
        /// <summary>The cards in the order in which they were raised.</summary>
        public IEnumerable<Card> Cards => file.Section<CardSection>().Cards;

        /// <summary>The orders in the order in which they were drafted.</summary>
        public IEnumerable<SupervisionOrder> Orders => file.Section<OrderSection>().Orders;

        internal Card? FindCard(CardNumber number) => file.Section<CardSection>().Find(number.Running);

        internal SupervisionOrder? FindOrder(OrderNumber number) => file.Section<OrderSection>().Find(number.Running);

        internal Card Put(Card card)
        {
            file.Section<CardSection>().Put(card);
            return card;
        }

        internal SupervisionOrder Put(SupervisionOrder order)
        {
            file.Section<OrderSection>().Put(order);
            return order;
        }
    }
}
