namespace Prcl.Client.Export;

/// <summary>Where a tensor of a <see cref="ModelFile"/> lies.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its element type as safetensors has it, for example <c>F32</c>.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Offset">First byte in the file.</param>
/// <param name="Length">Bytes.</param>
internal sealed record ModelTensor(string Name, string Type, long[] Shape, long Offset, long Length);
