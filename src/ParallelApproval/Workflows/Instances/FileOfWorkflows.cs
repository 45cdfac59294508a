using ParallelApproval.Database;
using ParallelApproval.Engine;

namespace ParallelApproval.Workflows;

/// <summary>What this room keeps in the file of a case.</summary>
public static class FileOfWorkflows
{
    extension(CaseFile file)
    {
        /// <summary>The definition that the case runs on.</summary>
        public string WorkflowId => file.Section<InstanceSection>().DefinitionId;

        /// <summary>The version of it that the case started with.</summary>
        public int WorkflowVersion => file.Section<InstanceSection>().Version;

        /// <summary>As its engine writes a flow in which nothing has happened.</summary>
        internal string BlankFlowState => file.Section<InstanceSection>().BlankState;

        /// <summary>Where it stands in the flow.</summary>
        public IFlowState WorkflowState => file.Section<InstanceSection>().State;
    }
}
