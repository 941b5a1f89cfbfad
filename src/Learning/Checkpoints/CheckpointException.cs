namespace Prcl.Learning.Checkpoints;

/// <summary>A checkpoint is of another kind, of another version, or of another network than the one to restore.</summary>
public sealed class CheckpointException(string message) : Exception(message);
