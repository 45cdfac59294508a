using ParallelApproval.Database;

namespace ParallelApproval.Supervision;

/// <summary>What this room keeps in a file that is taken out with its annexes.</summary>
public static class FileOfSupervision
{
    extension(CaseFile file)
    {
        /// <summary>The cards in the order in which they were raised.</summary>
        public IEnumerable<Card> Cards => file.Drawer<CardDrawer>().Cards;

        /// <summary>The orders in the order in which they were drafted.</summary>
        public IEnumerable<SupervisionOrder> Orders => file.Drawer<OrderDrawer>().Orders;

        internal Card? FindCard(CardNumber number) => file.Drawer<CardDrawer>().Find(number.Running);

        internal SupervisionOrder? FindOrder(OrderNumber number) => file.Drawer<OrderDrawer>().Find(number.Running);

        internal Card Put(Card card)
        {
            file.Drawer<CardDrawer>().Put(card);
            return card;
        }

        internal SupervisionOrder Put(SupervisionOrder order)
        {
            file.Drawer<OrderDrawer>().Put(order);
            return order;
        }
    }
}
